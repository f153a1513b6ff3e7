"""Orders become segments, and SQL gives the same scores as the NumPy reference."""

import duckdb
import pytest

from ml.customers.sampling import read_averages, to_customers
from ml.segments.clustering import assign
from tests.pipeline.conftest import copy


@pytest.fixture(scope="module", params=["sample", "dataco"])
def project(request):
    """Return a built project. For dataco, the build set the number of segments."""
    return request.getfixturevalue(request.param)


def test_segments_are_ordered_by_value_when_first_trained(project):
    values = project.query(
        "select avg(clv_amount) from segmentation.customer_segments"
        " inner join features.customer_features using (customer_id)"
        " group by segment_id order by segment_id",
    )
    assert values == sorted(values, reverse=True)


def test_sql_labels_are_those_of_the_reference(project):
    with duckdb.connect(str(project.warehouse), read_only=True) as connection:
        models = connection.table("segmentation.segment_model").to_arrow_table()
        (model,) = models.to_pylist()
        inputs = connection.execute(
            "select *, 0 as value from features.customer_encoder_inputs"
            " order by customer_id"
        ).fetchnumpy()
        labels = connection.execute(
            "select segment_id from segmentation.customer_segments order by customer_id"
        ).fetchnumpy()["segment_id"]
        averages = read_averages(connection.table("features.feature_catalogue"))
    customers = to_customers(
        inputs, model["feature_names"], model["category_names"], averages
    )
    assert assign(model, customers).tolist() == labels.tolist()


def test_another_request_trains_anew_and_another_build_keeps_it(sample, tmp_path):
    project = copy(sample, tmp_path)
    select = ["--select", "segmentation__segment_model+"]
    select += ["--exclude", "resource_type:unit_test", "tag:compare", "tag:backtest"]
    three = {"n_segments": 3}
    assert project.dbt("build", *select, variables=three).returncode == 0
    model = "select * from segmentation.segment_model"
    champion = project.query(model)
    assert project.query("select chosen_segments from segmentation.segment_model") == [
        (3,)
    ]
    run = project.dbt("build", "--full-refresh", *select, variables=three)
    assert run.returncode == 0, run.stdout
    # `trained_at` is also equal, so nothing was trained again.
    assert project.query(model) == champion
    versions = project.query(
        "select model_version from segmentation.segment_model_history"
    )
    assert len(set(versions)) == 2
