"""Orders become segments, and SQL scores as Keras and scikit-learn do."""

import os
from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from ml.encoder.network import HIDDEN_SIZE, LATENT_SIZE
from ml.encoder.preparation import Preparation
from tests.pipeline.conftest import copy


@pytest.fixture(scope="module", params=["sample", "dataco"])
def project(request):
    """Return a built project: the sample chose its segments, dataco was asked."""
    return request.getfixturevalue(request.param)


def test_segments_are_ordered_by_value_when_first_trained(project):
    values = project.query(
        "select avg(clv_amount) from segmentation.customer_segments"
        " inner join features.customer_features using (customer_id)"
        " group by segment_id order by segment_id",
    )
    assert values == sorted(values, reverse=True)


def first_row(connection, table):
    """Return the first row of a table, its columns as attributes."""
    result = connection.execute(f"select * from {table}")
    names = [column[0] for column in result.description]
    return SimpleNamespace(**dict(zip(names, result.fetchone(), strict=True)))


def test_sql_labels_agree_with_keras_and_scikit_learn(project):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    from sklearn.cluster import KMeans

    with duckdb.connect(str(project.warehouse), read_only=True) as connection:
        model = first_row(connection, "segmentation.segment_model")
        inputs = connection.execute(
            "select * from features.customer_encoder_inputs order by customer_id"
        ).fetchnumpy()
        labels = connection.execute(
            "select segment_id from segmentation.customer_segments order by customer_id"
        ).fetchnumpy()["segment_id"]
    numbers = [
        np.ma.filled(inputs[name].astype(float), np.nan) for name in model.feature_names
    ]
    categories = [inputs[name].astype(object) for name in model.category_names]
    prepared = Preparation(
        np.array(model.fill_values),
        np.array(model.centers),
        np.array(model.scales),
        model.category_values,
    ).transform(np.column_stack(numbers), np.column_stack(categories))
    network = keras.Sequential(
        [
            keras.Input((prepared.shape[1],)),
            keras.layers.Dense(HIDDEN_SIZE, activation="relu"),
            keras.layers.Dense(LATENT_SIZE),
        ]
    )
    network.set_weights(
        [
            np.vstack(model.hidden_weights).T,
            np.array(model.hidden_bias),
            np.vstack(model.latent_weights).T,
            np.array(model.latent_bias),
        ]
    )
    latents = network.predict(prepared, verbose=0).astype(float)
    centroids = np.vstack(model.centroids)
    k_means = KMeans(len(centroids), init=centroids, n_init=1, max_iter=1)
    k_means.fit(centroids)
    k_means.cluster_centers_ = centroids
    assert np.array_equal(k_means.predict(latents), labels)


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
    # `trained_at` included: nothing was trained again.
    assert project.query(model) == champion
    versions = project.query(
        "select model_version from segmentation.segment_model_history"
    )
    assert len(set(versions)) == 2
