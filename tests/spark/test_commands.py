"""Commands that Spark does not support print one sentence and change no table."""

import pytest

from tests.spark.project import SparkProject


@pytest.fixture(scope="module")
def project(spark_is_there, tmp_path_factory):
    return SparkProject(tmp_path_factory.mktemp("commands"))


def test_there_is_nothing_to_train_on_before_a_build(project):
    run = project.run("-m", "ml", "train", "--target", "spark")
    assert run.returncode == 1
    assert run.stderr == (
        "There are no customers to train on yet: run `make build TARGET=spark "
        "ORDERS=... SOURCE=...` first.\n"
    )
    assert run.stdout == ""


def test_orders_that_are_not_there(project, tmp_path):
    nowhere = tmp_path / "nowhere.csv"
    run = project.build({"orders_source": "sample", "orders_path": str(nowhere)})
    assert run.returncode == 1
    assert f"'{nowhere}'" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not (project.tables / "staging.db").exists()


@pytest.mark.long
def test_another_process_has_the_tables_open(project, tmp_path):
    holder = project.start("-m", "tests.spark.session", "hold", str(tmp_path))
    try:
        assert holder.stdout.readline() == "held\n"
        run = project.build({})
    finally:
        holder.communicate("")
    assert run.returncode == 1
    assert "Another process has the tables of Spark open" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.long
def test_too_many_rejected_lines_stop_a_build_with_the_reason(project, tmp_path):
    path = tmp_path / "rejected.csv"
    path.write_text(
        "order_line_id,order_id,customer_id,ordered_at,sales_amount\n"
        "1,o1,c1,2024-01-01 00:00:00,5.00\n"
        "2,o2,c1,2024-01-01 00:00:00,x\n"
    )
    run = project.build({"orders_source": "sample", "orders_path": str(path)})
    assert run.returncode == 1
    assert (
        "1 of 2 lines were rejected (50.0 %), most often as sales_amount_unreadable. "
        "See staging.order_line_rejects. The limit is reject_error_ratio = 0.05. "
        "Nothing after staging was changed."
    ) in run.stderr
    assert "Got " not in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not (project.tables / "features.db" / "customer_features").exists()
