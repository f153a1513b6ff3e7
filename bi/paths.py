"""The paths of files; an environment variable can change each of them."""

import os
from pathlib import Path


def warehouse_path() -> Path:
    """Return the path of dbt's database."""
    return Path(os.environ.get("WAREHOUSE_PATH") or "warehouse.duckdb")


def analytics_path() -> Path:
    """Return the path of the database that BI tools open."""
    return Path(os.environ.get("ANALYTICS_PATH") or "analytics.duckdb")


def exports_path() -> Path:
    """Return the folder of the Parquet files."""
    return Path(os.environ.get("EXPORTS_PATH") or "exports")


def report_path() -> Path:
    """Return the path of the HTML report."""
    return Path(os.environ.get("REPORT_PATH") or "reports/segments.html")


def places() -> dict[str, Path]:
    """Return every place that a build writes, by environment variable."""
    return {
        "WAREHOUSE_PATH": warehouse_path(),
        "ANALYTICS_PATH": analytics_path(),
        "EXPORTS_PATH": exports_path(),
        "REPORT_PATH": report_path(),
        "DBT_TARGET_PATH": Path(os.environ.get("DBT_TARGET_PATH") or "target"),
        "DBT_LOG_PATH": Path(os.environ.get("DBT_LOG_PATH") or "logs"),
    }


def other_places() -> dict[str, str]:
    """Return the addresses of other places to publish to, by kind of address."""
    places = {
        kind: os.environ.get(f"PUBLISH_{kind.upper()}", "")
        for kind in ("postgres", "url", "ducklake", "iceberg")
    }
    return {kind: address for kind, address in places.items() if address}
