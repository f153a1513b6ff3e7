"""Score customers on the executors, in NumPy and without TensorFlow."""

import numpy as np
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf

from ml import TRAINED_SCHEMA
from ml.customers.customers import Customers
from ml.encoder.scoring import encode

FUNCTION = "score_customer"
RESULT = (
    "nearest_id int, nearest_distance double, next_id int, next_distance double, "
    "latent array<double>, picture array<double>"
)


def register_scoring(session: SparkSession) -> None:
    """Register `score_customer` for the SQL of this session.

    The function takes the encoder inputs of a customer as two arrays in the order of
    the model, and the number of orders. It returns a struct of the columns of `RESULT`.
    """
    row = session.table(f"{TRAINED_SCHEMA}.segment_model").first()
    if row is not None:
        model = row.asDict(recursive=True)

        def score(
            numbers: pa.Array, categories: pa.Array, counts: pa.Array
        ) -> pa.Array:
            return score_batch(model, numbers, categories, counts)

        session.udf.register(FUNCTION, arrow_udf(score, RESULT))


def score_batch(
    model: dict, numbers: pa.ListArray, categories: pa.ListArray, counts: pa.Array
) -> pa.StructArray:
    """Return the scores of a batch in the columns of `RESULT`."""
    customers = Customers(
        columns_of(numbers, model["feature_names"]),
        columns_of(categories, model["category_names"]),
        np.zeros(len(numbers)),
        counts.to_numpy(zero_copy_only=False),
    )
    latent = encode(model, customers)
    centroids = np.array(model["centroids"])
    ids = np.array(model["segment_ids"], "int32")
    # A difference of squares would lose digits.
    distances = np.sqrt(((latent[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2))
    order = np.argsort(distances, axis=1, kind="stable")
    distances = np.take_along_axis(distances, order, axis=1)
    components, mean = np.array(model["pca_components"]), np.array(model["pca_mean"])
    next_id = pa.nulls(len(order), pa.int32())
    next_distance = pa.nulls(len(order), pa.float64())
    if order.shape[1] > 1:
        next_id = pa.array(ids[order[:, 1]])
        next_distance = pa.array(distances[:, 1])
    found = {
        "nearest_id": pa.array(ids[order[:, 0]]),
        "nearest_distance": pa.array(distances[:, 0]),
        "next_id": next_id,
        "next_distance": next_distance,
        "latent": lists_of(latent),
        "picture": lists_of(latent @ components.T - components @ mean),
    }
    return pa.StructArray.from_arrays([*found.values()], names=[*found])


def columns_of(lists: pa.ListArray, names: list[str]) -> dict[str, np.ndarray]:
    """Return lists of equal length as columns by name; NULL becomes NaN or None."""
    items = lists.flatten().to_numpy(zero_copy_only=False)
    return dict(zip(names, items.reshape(-1, len(names)).T, strict=True))


def lists_of(rows: np.ndarray) -> pa.ListArray:
    """Return a (lists, items) array as lists."""
    ends = np.arange(len(rows) + 1, dtype="int32") * rows.shape[1]
    return pa.ListArray.from_arrays(pa.array(ends), pa.array(rows.ravel()))
