"""Which run and model the published tables come from, and when they were published."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bi.publishing.errors import PublishError

RUN_TABLE = "_published"
COMMENTS = {
    None: "One row per published table: its run, model and time.",
    "run_id": "The dbt run of the last build. Later commands may add marts.",
    "published_at": "When the tables were published, in UTC.",
    "table_name": "A table of the schema marts.",
    "rows": "Number of rows of the table.",
    "model_version": "Version of the segment model, a hash.",
}


@dataclass(frozen=True)
class Run:
    """The origin of the published tables.

    Attributes
    ----------
    run_id : str
        The dbt run that built them.
    model_version : str
        The champion that found the segments.
    published_at : datetime
        In UTC, without a zone, because some clients cannot read zones.
    rows : dict of str to int
        Rows by table.
    """

    run_id: str
    model_version: str
    published_at: datetime
    rows: dict[str, int]


def read_run(connection, rows: dict[str, int]) -> Run:
    """Return run and model of the attached warehouse."""
    found = connection.execute(
        "select order_source.run_id, segment_model.model_version "
        "from warehouse.segmentation.segment_model "
        "cross join warehouse.staging.order_source"
    ).fetchone()
    if found is None:
        raise PublishError("The warehouse has no model yet: run `make build`.")
    return Run(*found, datetime.now(UTC).replace(tzinfo=None), rows)


def write_run(connection, run: Run, table: str) -> None:
    """Write a table with one row per published table."""
    connection.execute(
        f"""
        create table {table} as
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
