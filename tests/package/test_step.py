"""Training by the command gives the same results as training in dbt."""

import subprocess
import sys

import pytest

import ml.step
from ml.segments.champion import ChampionError
from tests.pipeline.project import ROOT, Project

EXAMPLE = ROOT / "examples" / "dbt_package" / "seeds" / "order_items.csv"
BLOCK = """
columns:
  order_line_id: line_id
  order_id: order_id
  customer_id: buyer
  ordered_at: placed_at
  order_status: status
  product: article
  quantity: pieces
  sales_amount: paid
"""
TRAINED = (
    "segmentation__segment_model+",
    "segmentation__purchase_model+",
    "segmentation__purchase_expectations+",
)
LEARNED = (
    "segmentation__prediction_model+",
    "segmentation__customer_forecasts+",
    "segmentation__customer_reasons+",
    "segmentation__segment_contributions+",
)
NOT_NOW = ("resource_type:unit_test", "tag:compare", "tag:backtest")


def step(project, stage):
    """Run a stage of the command; return the finished process."""
    places = ("--warehouse", project.warehouse)
    places += ("--target-path", project.folder / "target")
    return subprocess.run(
        [sys.executable, "-m", "ml.step", stage, *map(str, places)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def rows_of(table):
    """Return the rows of a table without hashes of their code."""
    kept = [name for name in table.column_names if name != "content_hash"]
    return sorted(map(str, table.select(kept).to_pylist()))


def test_before_dbt_there_is_nothing_to_train_on(tmp_path):
    project = Project(tmp_path)
    refused = step(project, "train")
    assert refused.returncode == 1
    assert refused.stderr == (
        f"There is no {project.warehouse}: run dbt build with the var ml_as_command "
        "first, in that folder, or name --warehouse and --target-path "
        "(docs/package.md).\n"
    )
    assert not project.warehouse.exists()


def test_a_damaged_champion_is_one_sentence(monkeypatch, capsys):
    def refuse(*_):
        raise ChampionError("segmentation.segment_model is damaged.")

    monkeypatch.setattr(ml.step, "run_stage", refuse)
    monkeypatch.setattr(sys, "argv", ["ml.step", "train"])
    assert ml.step.main() == 1
    assert capsys.readouterr().err == "segmentation.segment_model is damaged.\n"


@pytest.mark.long
def test_the_command_trains_what_dbt_would(tmp_path):
    (tmp_path / "shop.yml").write_text(BLOCK)
    variables = {
        "orders_source": "shop",
        "orders_path": str(EXAMPLE),
        "sources_path": str(tmp_path),
    }

    def build(project, *words, **more):
        run = project.dbt(*words, variables=variables | more)
        assert run.returncode == 0, run.stdout

    inside, beside = Project(tmp_path / "inside"), Project(tmp_path / "beside")
    for project in (inside, beside):
        project.folder.mkdir()
    build(inside, "build", "--exclude", *NOT_NOW)
    asked = {"ml_as_command": True}
    # The second run keeps the champion.
    for _ in range(2):
        build(beside, "build", "--exclude", *NOT_NOW, *TRAINED, *LEARNED, **asked)
        assert step(beside, "train").returncode == 0
        selected = ("--select", *TRAINED, "--exclude", *NOT_NOW, *LEARNED)
        build(beside, "build", *selected, **asked)
        assert step(beside, "learn").returncode == 0
        build(beside, "build", "--select", *LEARNED, "--exclude", *NOT_NOW, **asked)
        for schema in ("segmentation", "predictions", "marts"):
            found, expected = beside.tables(schema), inside.tables(schema)
            # These hashes include the code of Python models, which differs.
            for name in expected.keys() - {"marts.data_quality"}:
                assert rows_of(found[name]) == rows_of(expected[name]), name
