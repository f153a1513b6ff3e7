"""`make export`: list the customers of a segment or of a filter as CSV."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bi.paths import analytics_path, places
from bi.places.errors import PlaceError
from bi.places.shared import refuse_shared
from bi.spreadsheet import write_spreadsheet
from bi.warehouse import literal

COLUMNS = {
    "customer_id": "customer_id",
    "segment_id": "segment_id",
    "segment_name": "segment_name",
    "clv_amount": "round(clv_amount, 2)",
    "expected_revenue_90d": "round(expected_revenue_90d, 2)",
    "expected_revenue_365d": "round(expected_revenue_365d, 2)",
    "residual_lifetime_value": "round(residual_lifetime_value, 2)",
    "churn_probability_90d": "round(churn_probability_90d, 4)",
    "order_count": "order_count",
    "average_order_amount": "round(average_order_amount, 2)",
    "last_ordered_date": "cast(last_ordered_at as date)",
    "recency_days": "recency_days",
    "is_late_for_own_rhythm": "is_late_for_own_rhythm",
    "customer_type": "customer_type",
    "market": "market",
    "currency": "currency",
}
# Lists of earlier versions have this column.
FORMER_COLUMNS = ("expected_value_365d",)
SELECTED = ", ".join(f"{sql} as {name}" for name, sql in COLUMNS.items())
ROWS_AT_ONCE = 10_000


class ExportError(RuntimeError):
    """No list was written; the message says why."""


def export(analytics: Path, path: Path, segment: str = "", where: str = "") -> int:
    """Write a list of customers as CSV, most valuable first; return their number.

    An error leaves an earlier list unchanged.

    Parameters
    ----------
    analytics : Path
        The published database.
    path : Path
        The file to write. An earlier list at this path is replaced.
    segment : str
        Id of a segment; empty for all segments.
    where : str
        One SQL condition on `marts.customers`; empty for all customers.

    Raises
    ------
    ExportError
        Nothing is published, the segment or condition is wrong, or the file cannot be
        written.
    """
    try:
        with open_published(analytics) as connection:
            customers = select_customers(connection, segment, where)
            return write_spreadsheet(
                path, list(COLUMNS), rows_of(customers), FORMER_COLUMNS
            )
    except duckdb.Error as error:
        raise ExportError(
            f"WHERE is not a condition on marts.customers: {str(error).splitlines()[0]}"
        ) from error
    except FileExistsError as error:
        raise ExportError(f"{error}: name another file with OUT.") from error
    except PlaceError as error:
        raise ExportError(str(error)) from error
    except OSError as error:
        raise ExportError(f"'{path}' cannot be written: {error.strerror}.") from error


def open_published(analytics: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that can read only the published database."""
    if not analytics.is_file():
        raise ExportError(f"Nothing is published at '{analytics}': run `make build`.")
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(
            f"attach {literal(str(analytics))} as published (read_only)"
        ).execute(f"select {SELECTED} from published.marts.customers limit 0")
    except duckdb.Error as error:
        connection.close()
        raise ExportError(
            f"'{analytics}' has no marts.customers with today's columns: "
            "run `make build`."
        ) from error
    # `where` may come from a stranger: it must not read files or change settings.
    connection.execute("use published")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def select_customers(connection, segment: str, where: str) -> duckdb.DuckDBPyRelation:
    """Return the rows of the list."""
    customers = connection.table("marts.customers")
    if segment:
        segment_id = known_segment(connection, segment)
        customers = customers.filter(f"segment_id = {segment_id}")
    if where:
        # `filter` takes a single expression. DuckDB 1.5 ignores a FROM after the
        # expression unless the expression is in parentheses.
        customers = customers.filter(where).filter(f"({where}\n)")
    return customers.project(SELECTED).order("clv_amount desc, customer_id asc")


def known_segment(connection, segment: str) -> int:
    """Return the id of the segment, which must exist."""
    names = dict(
        connection.execute(
            "select segment_id, segment_name from marts.segments order by segment_id"
        ).fetchall()
    )
    if segment not in map(str, names):
        known = ", ".join(f"{number} ({name})" for number, name in names.items())
        raise ExportError(f"There is no segment '{segment}'; there are {known}.")
    return int(segment)


def rows_of(customers: duckdb.DuckDBPyRelation) -> Iterator[tuple]:
    """Yield the rows of a relation, a batch at a time."""
    for batch in customers.to_arrow_reader(ROWS_AT_ONCE):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def main() -> int:
    """Write the list of SEGMENT and WHERE; return the exit status."""
    segment, where = (os.environ.get(name, "").strip() for name in ("SEGMENT", "WHERE"))
    name = f"segment_{segment}.csv" if segment and not where else "customers.csv"
    path = Path(os.environ.get("OUT") or Path("campaigns", name))
    try:
        if not segment and not where:
            raise ExportError(
                'Choose customers: make export SEGMENT=2, or WHERE="recency_days > 60".'
            )
        refuse_shared(places() | {"OUT": path})
        count = export(analytics_path(), path, segment, where)
    except (ExportError, PlaceError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    noun = "customer" if count == 1 else "customers"
    print(f"{count:,} {noun} in {path}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
