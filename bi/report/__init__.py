"""The report: one page about the segments for people who do not write SQL."""

from bi.report.write import ReportError, write_report

__all__ = ["ReportError", "write_report"]
