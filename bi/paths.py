"""Where everything lies; each place can be moved by an environment variable."""

import os
from dataclasses import dataclass
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


@dataclass(frozen=True)
class OtherPlaces:
    """Where the marts are published besides; an empty address is no place.

    Attributes
    ----------
    postgres : str
        A PostgreSQL server and database, `postgresql://user@host/database`.
    url : str
        A folder of an object store, such as `s3://bucket/prefix`.
    ducklake : str
        A catalog of DuckLake, `lake/catalog.ducklake` or
        `postgresql://user@host/database?data_path=s3://bucket/prefix`.
    iceberg : str
        A catalog of Iceberg that speaks REST, `https://host/path?warehouse=name`.
    """

    postgres: str = ""
    url: str = ""
    ducklake: str = ""
    iceberg: str = ""


NOWHERE_ELSE = OtherPlaces()


def other_places() -> OtherPlaces:
    """Return where the marts are published besides."""
    return OtherPlaces(
        postgres=os.environ.get("PUBLISH_POSTGRES", ""),
        url=os.environ.get("PUBLISH_URL", ""),
        ducklake=os.environ.get("PUBLISH_DUCKLAKE", ""),
        iceberg=os.environ.get("PUBLISH_ICEBERG", ""),
    )
