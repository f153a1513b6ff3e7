"""With the same file and champion, DuckDB and Spark build the same tables."""

import duckdb
import numpy as np
import pytest

from tests.pipeline.events import write_odd_events
from tests.pipeline.project import DATA, OF_THE_LAST_BUILD, ROOT
from tests.spark.project import SparkProject

TOLERANCE = 1e-9
# Times and ids of runs, and hashes, which each engine computes in its own way.
NOT_COMPARED = ("content_hash", "scored_at", "trained_at", "run_id", "seal")
# Tables about opened files, which Spark does not fill.
FILES = {
    "staging.order_source",
    "staging.order_files",
    "staging.order_files_read",
    "staging.event_files",
}
# The table of customers that a build computes. On Spark, it has all customers.
TO_BUILD = "intermediate.int_customers_to_build"
# The scan and Spark disagree on some lines that cannot be split.
UNSPLIT = "reasons[1] like 'line_%'"
WITHOUT_UNSPLIT = {
    "staging.order_lines": UNSPLIT,
    "staging.order_lines_judged": UNSPLIT,
    "staging.order_line_rejects": UNSPLIT,
    "marts.data_quality": "check_name in ('line_verdicts', 'reject_reasons')",
}
# The champions that a build of the same orders on Spark would have stored.
CHAMPIONS = {
    "trained.segment_model": "from warehouse.segmentation.segment_model",
    "segmentation.segment_model_history": """
        from warehouse.segmentation.segment_model_history
        where
            source_name = (select source_name from warehouse.staging.order_source)
            and model_version
            not in (select model_version from warehouse.segmentation.segment_model)
    """,
}
# Only DuckDB has rows of builds before this one.
LAST_RUNS = """
    select run_id from warehouse.staging.order_source
    union all
    select run_id from staging.order_source
"""
SCHEMAS = (
    "staging", "intermediate", "features", "segmentation", "predictions", "marts",
)  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[
        "sample_with_events",
        pytest.param("dataco", marks=pytest.mark.long),
    ],
)
def engines(request, spark_is_there, tmp_path_factory):
    """Return a connection with the relations of both engines, as two databases.

    Spark gets the champions of DuckDB.
    """
    warehouse = request.getfixturevalue(request.param).warehouse
    folder = tmp_path_factory.mktemp(f"spark_{request.param}")
    champion, dumped = folder / "champion", folder / "dumped"
    champion.mkdir()
    dumped.mkdir()
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        # Views contain the name of the database, so it must be attached as `warehouse`.
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        for name, query in CHAMPIONS.items():
            connection.execute(f"copy ({query}) to '{champion / name}.parquet'")
        project = SparkProject(folder / "project")
        project.ask("put", champion)
        run = project.build(asked_of(request.param, folder))
        assert run.returncode == 0, run.stdout + run.stderr
        project.ask("dump", dumped)
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        for path in dumped.glob("*.parquet"):
            schema, name = path.stem.split(".")
            if schema in SCHEMAS:
                connection.execute(
                    f"create view {schema}.\"{name}\" as from read_parquet('{path}')"
                )
        yield connection


def asked_of(name, folder):
    """Return the vars of a build."""
    if name == "sample_with_events":
        return {
            "orders_source": "sample",
            "orders_path": str(ROOT / "seeds" / "sample_orders.csv"),
            "events_path": str(write_odd_events(folder / "events.csv")),
            "n_segments": 4,
        }
    return {
        "orders_source": "dataco",
        "orders_path": str(DATA / "dataco_orders_sample.csv"),
        "n_segments": 4,
        "training_customers": 5_000,
    }


def relations(connection):
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = 'warehouse' order by all"
    ).fetchall()
    left_out = {*FILES, TO_BUILD}
    if not connection.table(f"warehouse.{TO_BUILD}").shape[0]:
        left_out |= {f"intermediate.{name}" for name in OF_THE_LAST_BUILD}
    return [
        name
        for (name,) in rows
        if name.split(".")[0] in SCHEMAS and name not in left_out
    ]


def test_every_relation_is_the_same(engines):
    names = relations(engines)
    assert len(names) > 50
    assert [one for name in names if (one := difference(engines, name))] == []


def difference(connection, name):
    """Return the differences of a relation between the engines, or None."""
    ours, theirs = f"warehouse.{name}", f"memory.{name}"
    kinds = {
        column: kind
        for column, kind, *_ in connection.sql(f"describe {ours}").fetchall()
    }
    columns = {name: kinds[name] for name in kinds if name not in NOT_COMPARED}
    doubles = [column for column, kind in columns.items() if kind == "DOUBLE"]
    exact = [
        compared(column) for column, kind in columns.items() if "DOUBLE" not in kind
    ]
    where = f"where not coalesce({WITHOUT_UNSPLIT.get(name, 'false')}, false)"
    if "source_name" in kinds:
        # The warehouse also has rows of an earlier file.
        where += " and source_name = (select source_name from staging.order_source)"
    if "run_id" in kinds:
        where += f" and run_id in ({LAST_RUNS})"
    rows = f"select {', '.join(exact)} from {{}} {where}"
    missing = connection.sql(f"{rows.format(ours)} except all {rows.format(theirs)}")
    added = connection.sql(f"{rows.format(theirs)} except all {rows.format(ours)}")
    if missing.shape[0] or added.shape[0]:
        counts = f"{missing.shape[0]} rows missing, {added.shape[0]} added"
        return f"{name}: {counts}\n{missing}"
    order = ", ".join([*exact, *(f"round({one}, 6)" for one in doubles)])
    numbers = f"select {', '.join(doubles) or 1} from {{}} {where} order by {order}"
    for column, (one, other) in both(connection, numbers, ours, theirs).items():
        if not np.allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True):
            return f"{name}.{column}: {np.nanmax(np.abs(one - other))}"
    return None


def compared(column):
    """Return the compared expression of a column: for paths, only the file name."""
    has_path = column in ("source_file", "event_id")
    return f"parse_filename({column})" if has_path else f'"{column}"'


def both(connection, query, ours, theirs):
    """Return the numbers of both engines as a pair for each column."""
    one, other = (
        connection.execute(query.format(relation)).fetchnumpy()
        for relation in (ours, theirs)
    )
    return {
        name: tuple(np.ma.filled(of[name].astype(float), np.nan) for of in (one, other))
        for name in one
    }
