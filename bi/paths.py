"""Where everything lies; each place can be moved by an environment variable."""

import os
from pathlib import Path


def warehouse_path() -> Path:
    """Return the database that only dbt writes."""
    return Path(os.environ.get("WAREHOUSE_PATH") or "warehouse.duckdb")


def analytics_path() -> Path:
    """Return the database that BI tools open."""
    return Path(os.environ.get("ANALYTICS_PATH") or "analytics.duckdb")


def exports_path() -> Path:
    """Return the folder of the Parquet files."""
    return Path(os.environ.get("EXPORTS_PATH") or "exports")


def report_path() -> Path:
    """Return the HTML report."""
    return Path(os.environ.get("REPORT_PATH") or "reports/segments.html")
