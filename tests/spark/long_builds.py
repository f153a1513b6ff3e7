"""`make test-spark`: three builds on Spark, one after the other, in ten minutes.

`make test` leaves them out, because they take too long.
"""

import duckdb
import pytest

from tests.pipeline.events import write_odd_events
from tests.pipeline.project import CLOCKS, ROOT
from tests.spark.project import SparkProject

SAMPLE = {
    "orders_source": "sample",
    "orders_path": str(ROOT / "seeds" / "sample_orders.csv"),
}
CHAMPION = "select model_version from '{}/segmentation.segment_model.parquet'"
FORMER = "select count(*) from '{}/segmentation.segment_model_history.parquet'"


@pytest.fixture(scope="module")
def project(spark_is_there, tmp_path_factory):
    """Return a project after its first build, with a copy of its tables."""
    project = SparkProject(tmp_path_factory.mktemp("builds"))
    project.first = build(project, "first", SAMPLE)
    return project


def build(project, name, variables):
    """Build; return a folder with all tables as Parquet files."""
    run = project.build(variables)
    assert run.returncode == 0, run.stdout + run.stderr
    folder = project.folder / name
    folder.mkdir()
    project.ask("dump", folder)
    return folder


def content(path):
    """Return the rows of a table without columns of build times."""
    rows = duckdb.sql(f"from '{path}'")
    columns = ", ".join(name for name in rows.columns if name not in CLOCKS)
    return rows.select(columns).order("all").fetchall()


def test_the_same_orders_make_the_same_tables(project):
    again = build(project, "again", {})
    names = {path.name for path in project.first.glob("*.parquet")}
    assert names == {path.name for path in again.glob("*.parquet")}
    assert len(names) > 60
    changed = [
        name for name in names if content(project.first / name) != content(again / name)
    ]
    # This table has one row per run and check.
    assert changed == ["marts.data_quality.parquet"]


def test_events_make_another_champion_and_the_former_is_remembered(project, tmp_path):
    events = write_odd_events(tmp_path / "events.csv")
    with_events = build(project, "with_events", {"events_path": str(events)})
    champions = {
        duckdb.sql(CHAMPION.format(folder)).fetchall()[0][0]
        for folder in (project.first, with_events)
    }
    assert len(champions) == 2
    assert duckdb.sql(FORMER.format(with_events)).fetchall() == [(2,)]


def test_training_alone_keeps_the_champion(project):
    table = project.tables / "trained.db" / "segment_model"
    kept = content(table / "*.parquet")
    run = project.run("-m", "ml", "train", "--target", "spark")
    assert (run.returncode, run.stderr) == (0, "")
    assert content(table / "*.parquet") == kept


def test_an_error_of_spark_is_a_sentence_and_changes_nothing(project):
    table = project.tables / "trained.db" / "segment_model"
    kept = content(table / "*.parquet")
    for path in (project.tables / "features.db" / "customer_features").glob(
        "*.parquet"
    ):
        path.write_bytes(b"no longer Parquet")
    run = project.run("-m", "ml", "train", "--target", "spark")
    assert run.returncode == 1
    assert run.stderr.startswith("Spark stopped: ")
    assert run.stderr.count("\n") == 1
    assert "Traceback" in (project.folder / "logs" / "spark.log").read_text()
    assert content(table / "*.parquet") == kept
