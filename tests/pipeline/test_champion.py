"""On a real warehouse, a former model can be restored and methods can be compared."""

import duckdb
import pytest

from ml.evaluation.segmentation_methods import SEGMENTATION_METHODS
from tests.pipeline.conftest import copy

SELECT = (
    *("--select", "segmentation__segment_model+"),
    *("--exclude", "resource_type:unit_test", "tag:compare", "tag:backtest"),
)


def rename(project, name):
    """Rename the warehouse. Its views must still work."""
    project.warehouse = project.warehouse.rename(project.folder / name)
    run = project.dbt("run", "--select", "config.materialized:view")
    assert run.returncode == 0, run.stdout
    return project


@pytest.mark.long
def test_a_former_champion_comes_back_with_its_segments(sample, tmp_path):
    project = rename(copy(sample, tmp_path), "segment_model.duckdb")
    segments = "select customer_id, segment_id from segmentation.customer_segments"
    before = sorted(project.query(segments))
    version = project.query("select model_version from segmentation.segment_model")
    three = {"n_segments": 3}
    assert project.dbt("build", *SELECT, variables=three).returncode == 0
    assert sorted(project.query(segments)) != before

    listed = project._run(["-m", "commands.rollback"], {"VERSION": ""})
    assert listed.returncode == 1
    assert version[0][0] in listed.stdout

    run = project._run(["-m", "commands.rollback"], {"VERSION": version[0][0][:8]})
    assert run.returncode == 0, run.stderr
    assert sorted(project.query(segments)) == before
    # The restored model stays the champion in later builds, and it is published.
    assert project.dbt("build", *SELECT).returncode == 0
    assert sorted(project.query(segments)) == before
    ((champion,),) = project.query(
        "select any_value(model_version) from segmentation.customer_segments"
    )
    assert champion == version[0][0]


@pytest.mark.long
def test_a_question_asked_once_changes_nothing_afterwards(sample, tmp_path):
    project = copy(sample, tmp_path)
    named = "select segment_id, segment_name, customers from marts.segments order by 1"
    months = (
        "select customer_id, month, segment_id from segmentation"
        ".customer_segments_monthly order by all"
    )
    models = "select model_version from segmentation.segment_model"
    before = [project.query(one) for one in (named, months, models)]
    for asked in (5, 1):
        run = project.dbt("build", *SELECT, variables={"n_segments": asked})
        assert run.returncode == 0, run.stdout
        assert len(project.query(named)) == asked
    run = project.dbt("build", *SELECT)
    assert run.returncode == 0, run.stdout
    assert "is the champion again" in run.stdout + run.stderr
    assert [project.query(one) for one in (named, months, models)] == before
    # Even a model that is trained anew takes up the ids from before the questions.
    ids = {one for one, *_ in before[0]}
    for settings in ({"n_segments": len(ids)}, {"random_seed": 8}):
        run = project.dbt("build", *SELECT, variables=settings)
        assert run.returncode == 0, run.stdout
        assert {one for one, *_ in project.query(named)} == ids


def test_an_unknown_version_is_one_sentence_and_changes_nothing(sample, tmp_path):
    project = copy(sample, tmp_path)
    before = project.tables("segmentation")
    run = project._run(["-m", "commands.rollback"], {"VERSION": "nothing"})
    assert run.returncode == 1
    assert "has a version that begins with 'nothing'" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert project.tables("segmentation") == before


@pytest.mark.long
def test_methods_are_compared_on_request(sample, tmp_path):
    project = copy(sample, tmp_path)
    run = project._run(["-m", "commands.compare"], {})
    assert run.returncode == 0, run.stderr
    rows = project.query(
        "select method, n_segments, value_explained, gini, seed_agreement"
        " from segmentation.algorithm_comparison"
    )
    assert len(rows) == len(SEGMENTATION_METHODS)
    assert all(method in run.stdout for method, *_ in rows)
    assert "…" not in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 80
    measured = {method: values for method, *values in rows}
    segments, value, gini, seeds = measured["Autoencoder + K-Means"]
    assert segments == 4
    assert value > measured["Spend quantiles"][1]
    assert gini > 0.3
    assert seeds > 0.9

    # The same comparison again, in the history once, which a full refresh keeps.
    history = (
        "select count(*), count(distinct comparison_id), any_value(source_name)"
        " from segmentation.algorithm_comparison_history"
    )
    assert project.query(history) == [(len(rows), 1, "sample")]
    for change in ("'other'", "comparison_id"):
        with duckdb.connect(str(project.warehouse)) as connection:
            connection.execute(
                f"update segmentation.algorithm_comparison set comparison_id = {change}"
            )
        model = ("--select", "segmentation__algorithm_comparison_history")
        built = project.dbt("build", "--full-refresh", *model)
        assert built.returncode == 0, built.stdout
        assert project.query(history) == [(2 * len(rows), 2, "sample")]
