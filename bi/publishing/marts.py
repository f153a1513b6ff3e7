"""Copy the marts into a database of their own, in types that BI tools take."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bi.publishing.errors import PublishError
from bi.warehouse import literal

# Every table of the marts is free of personal data; naming them here keeps a
# new one from being published by accident.
PUBLISHED = (
    "customers",
    "orders",
    "segments",
    "segment_performance",
    "segment_migrations",
    "data_quality",
)
# The storage of DuckDB 1.2, which every later client reads.
STORAGE_VERSION = "v1.2.0"
# The digits of a 64-bit decimal, and how many of money stand behind the point.
DIGITS = 18
MONEY_SCALE = 4


@dataclass(frozen=True)
class Run:
    """Where the published tables come from.

    Attributes
    ----------
    run_id : str
        The dbt run that built them.
    model_version : str
        The champion behind their segments.
    published_at : datetime
        In UTC, without a zone: some clients need a package more to read one.
    rows : dict of str to int
        Rows by table.
    """

    run_id: str
    model_version: str
    published_at: datetime
    rows: dict[str, int]


def copy_marts(connection, path: Path) -> Run:
    """Write the published tables, with comments, to a new database.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the warehouse attached; the new database is attached as `published`.
    path : Path
        Where it is written.
    """
    connection.execute(
        f"attach {literal(str(path))} as published "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    # Every commit waits for the disk; one is enough.
    connection.execute("begin")
    connection.execute("create schema published.marts")
    rows = {table: copy_table(connection, table) for table in PUBLISHED}
    copy_comments(connection)
    run = read_run(connection, rows)
    write_run(connection, run)
    connection.execute("commit")
    return run


def copy_table(connection, table: str) -> int:
    """Copy one table; return its rows."""
    replaced = ", ".join(
        f'cast("{column}" as {narrow}) as "{column}"'
        for column, narrow in narrow_types(connection, table).items()
    )
    connection.execute(
        f"create table published.marts.{table} as select * "
        f"{f'replace ({replaced})' if replaced else ''} "
        f"from warehouse.marts.{table} order by all"
    )
    (rows,) = connection.execute(
        f"select count(*) from published.marts.{table}"
    ).fetchone()
    return rows


def narrow_types(connection, table: str) -> dict[str, str]:
    """Return 64-bit types for decimals of 128 bits, if all their values fit.

    Sums are decimal(38, 4) in the warehouse. Many tools read that as text, or round
    it; decimal(18, 4) holds sums up to a hundred trillion and is a plain number to
    all of them. What has more decimals is a measurement and not money.
    """
    wide = connection.execute(
        "select column_name, numeric_scale from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts' and table_name = ? "
        "and starts_with(data_type, 'DECIMAL') and numeric_precision > ?",
        [table, DIGITS],
    ).fetchall()
    narrow = {
        column: f"decimal({DIGITS}, {scale})" if scale <= MONEY_SCALE else "double"
        for column, scale in wide
    }
    if not narrow:
        return {}
    fits = ", ".join(
        f'count("{column}") = count(try_cast("{column}" as {kind}))'
        for column, kind in narrow.items()
    )
    answers = connection.execute(
        f"select {fits} from warehouse.marts.{table}"
    ).fetchone()
    return {
        column: kind
        for (column, kind), fits in zip(narrow.items(), answers, strict=True)
        if fits
    }


def copy_comments(connection) -> None:
    """Carry the descriptions of tables and columns into the new database."""
    comments = connection.execute(
        "select table_name, null as column_name, comment from duckdb_tables() where "
        "database_name = 'warehouse' and schema_name = 'marts' union all "
        "select table_name, column_name, comment from duckdb_columns() where "
        "database_name = 'warehouse' and schema_name = 'marts'"
    ).fetchall()
    for table, column, comment in comments:
        if table not in PUBLISHED or comment is None:
            continue
        place = f"published.marts.{table}"
        place = f'column {place}."{column}"' if column else f"table {place}"
        connection.execute(f"comment on {place} is {literal(comment)}")


def read_run(connection, rows: dict[str, int]) -> Run:
    """Return which run and model the tables of the warehouse come from."""
    found = connection.execute(
        "select order_source.run_id, segment_model.model_version "
        "from warehouse.segmentation.segment_model "
        "cross join warehouse.staging.order_source"
    ).fetchone()
    if found is None:
        raise PublishError("The warehouse holds no model yet: run `make build`.")
    return Run(*found, datetime.now(UTC).replace(tzinfo=None), rows)


def write_run(connection, run: Run) -> None:
    """Write `_published`, one row per table."""
    connection.execute(
        """
        create table published.main._published as
        select
            $run_id as run_id,
            cast($published_at as timestamp) as published_at,
            unnest($tables) as table_name,
            unnest($counts) as rows,
            $model_version as model_version
        """,
        {
            "run_id": run.run_id,
            "published_at": run.published_at,
            "tables": list(run.rows),
            "counts": list(run.rows.values()),
            "model_version": run.model_version,
        },
    )
    for place, comment in {
        "table": "One row per published table: where it comes from.",
        "run_id": "The dbt run that built the tables.",
        "published_at": "When they were published, in UTC.",
        "table_name": "Table of the schema marts.",
        "rows": "Rows of the table, a count.",
        "model_version": "The model behind the segments, a hash.",
    }.items():
        column = "" if place == "table" else f".{place}"
        connection.execute(
            f"comment on {'column' if column else 'table'} "
            f"published.main._published{column} is {literal(comment)}"
        )
