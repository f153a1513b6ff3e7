"""Orders become segments, and SQL scores as Keras and scikit-learn do."""

import os

import duckdb
import numpy as np
import pytest

from ml.autoencoder import HIDDEN_SIZE, LATENT_SIZE
from ml.preparation import Preparation
from tests.pipeline.test_staging import DATA, dbt_build, query

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the shared order files are absent"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("segments") / "warehouse.duckdb"
    run = dbt_build(
        warehouse,
        select="*",
        orders_source="dataco",
        orders_path=str(DATA / "dataco_orders_sample.csv"),
        n_segments=4,
    )
    assert run.returncode == 0, run.stdout
    return warehouse


def test_every_buyer_has_one_of_four_segments(warehouse):
    assert query(
        warehouse,
        "select count(*), count(distinct customer_id), count(distinct segment_id)"
        " from segmentation.customer_segments",
    ) == [(4_529, 4_529, 4)]


def test_segments_are_ordered_by_value_when_first_trained(warehouse):
    values = query(
        warehouse,
        "select avg(clv_amount) from segmentation.customer_segments"
        " inner join features.customer_features using (customer_id)"
        " group by segment_id order by segment_id",
    )
    assert values == sorted(values, reverse=True)


def test_sql_labels_agree_with_keras_and_scikit_learn(warehouse):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    from sklearn.cluster import KMeans

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        model = (
            connection.execute("select * from segmentation.segment_model")
            .fetchdf()
            .iloc[0]
        )
        inputs = connection.execute(
            "select * from features.customer_encoder_inputs order by customer_id"
        ).fetchdf()
        labels = connection.execute(
            "select segment_id from segmentation.customer_segments order by customer_id"
        ).fetchnumpy()["segment_id"]
    numbers = inputs[list(model.feature_names)].to_numpy(dtype=float)
    categories = inputs[list(model.category_names)].to_numpy(dtype=object)
    prepared = Preparation(
        np.array(model.fill_values),
        np.array(model.centers),
        np.array(model.scales),
        [list(values) for values in model.category_values],
    ).transform(numbers, categories)
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


def test_a_second_build_keeps_the_champion(warehouse):
    before = query(warehouse, "select * from segmentation.segment_model")
    run = dbt_build(warehouse, select="segment_model", n_segments=4)
    assert run.returncode == 0, run.stdout
    assert query(warehouse, "select * from segmentation.segment_model") == before


def test_another_request_trains_anew(warehouse):
    run = dbt_build(warehouse, select="segmentation", n_segments=3)
    assert run.returncode == 0, run.stdout
    assert query(
        warehouse,
        "select chosen_segments from segmentation.segment_model",
    ) == [(3,)]
