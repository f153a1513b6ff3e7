"""The report: one HTML page about the segments for people without SQL."""

from bi.report.write import ReportError, write_report

__all__ = ["ReportError", "write_report"]
