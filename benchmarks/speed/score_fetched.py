"""Fetch all customers, score them in Python, write them back; print seconds as JSON.

    python -m benchmarks.speed.score_fetched warehouse.duckdb numpy|keras

The script writes the columns of segmentation.customer_segments.
"""

import json
import sys
import time

START = time.perf_counter()

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402

from benchmarks.rivals.floor import CONFIG  # noqa: E402
from ml.customers.customers import Customers  # noqa: E402
from ml.encoder.preparation import Preparation  # noqa: E402
from ml.encoder.scoring import encode  # noqa: E402

INPUTS = "select * from features.customer_encoder_inputs"
MODEL = "select * from segmentation.segment_model"
NAMES = "select segment_id, segment_name from segmentation.segments_named"


def encode_in_keras(row: dict, customers: Customers) -> np.ndarray:
    """Return latents, shape (customers, 8)."""
    import keras

    fitted = (np.array(row[name]) for name in ("fill_values", "centers", "scales"))
    inputs = Preparation(*fitted, row["category_values"]).transform(*customers.matrices)
    layers = [
        keras.layers.Dense(len(row["hidden_bias"]), activation="relu"),
        keras.layers.Dense(len(row["latent_bias"])),
    ]
    network = keras.Sequential([keras.Input((inputs.shape[1],)), *layers])
    for layer, name in zip(layers, ("hidden", "latent"), strict=True):
        weights, bias = np.array(row[f"{name}_weights"]), np.array(row[f"{name}_bias"])
        layer.set_weights([weights.T, bias])
    latents = network.predict(inputs.astype("float32"), batch_size=8192, verbose=0)
    return latents.astype(float)


def describe(row: dict, ids: np.ndarray, latents: np.ndarray, names: dict) -> dict:
    """Return the columns of segmentation.customer_segments."""
    centroids = np.array(row["centroids"])
    distances = np.column_stack(
        [np.sqrt(((latents - centroid) ** 2).sum(axis=1)) for centroid in centroids]
    )
    places = np.argsort(distances, axis=1)[:, :2]
    nearest, next_nearest = np.take_along_axis(distances, places, axis=1).T
    segment_ids = np.array(row["segment_ids"], "int32")
    own, following = segment_ids[places].T
    picture = (latents - row["pca_mean"]) @ np.array(row["pca_components"]).T
    words = np.array([names[one] for one in row["segment_ids"]])
    return {
        "customer_id": ids,
        "segment_id": own,
        "segment_name": pa.DictionaryArray.from_arrays(
            pa.array(places[:, 0], pa.int32()), pa.array(words)
        ),
        "distance_to_centroid": nearest,
        "centroid_distance_gap": next_nearest - nearest,
        "is_borderline": next_nearest < 1.1 * nearest,
        "next_segment_id": following,
        **{f"latent_{i + 1}": latents[:, i] for i in range(latents.shape[1])},
        "pca_x": picture[:, 0],
        "pca_y": picture[:, 1],
        "model_version": pa.array([row["model_version"]]).take(
            pa.array(np.zeros(len(ids), "int32"))
        ),
    }


def main() -> None:
    """Run the command line."""
    warehouse, way = sys.argv[1:]
    encode_in = {"numpy": encode, "keras": encode_in_keras}[way]
    with duckdb.connect(warehouse, config=CONFIG) as connection:
        model = connection.sql(MODEL)
        row = dict(zip(model.columns, model.fetchall()[0], strict=True))
        names = dict(connection.sql(NAMES).fetchall())
        columns = connection.sql(INPUTS).fetchnumpy()
        ids = columns["customer_id"]
        customers = Customers(
            {one: np.ma.filled(columns[one], np.nan) for one in row["feature_names"]},
            {one: np.ma.filled(columns[one], None) for one in row["category_names"]},
            np.zeros(len(ids)),
        )
        latents = encode_in(row, customers)
        scored = pa.table(describe(row, ids, latents, names))  # noqa: F841
        connection.execute(
            f"create table segmentation.scored_in_{way} as "
            "select *, current_timestamp as scored_at from scored"
        )
    print(json.dumps({"seconds": time.perf_counter() - START}))  # noqa: T201


if __name__ == "__main__":
    main()
