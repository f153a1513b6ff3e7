"""Which run and model the published tables come from, and when they were published."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bi.publishing.errors import PublishError
from bi.warehouse import literal

RUN_TABLE = "_published"


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
        f"""
        create table published.main.{RUN_TABLE} as
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
        "run_id": "The dbt run that built them, but for what is built on request only.",
        "published_at": "When they were published, in UTC.",
        "table_name": "Table of the schema marts.",
        "rows": "Rows of the table, a count.",
        "model_version": "The model behind the segments, a hash.",
    }.items():
        column = "" if place == "table" else f".{place}"
        connection.execute(
            f"comment on {'column' if column else 'table'} "
            f"published.main.{RUN_TABLE}{column} is {literal(comment)}"
        )
