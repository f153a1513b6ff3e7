"""Score customers on the executors, in NumPy and without TensorFlow."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.functions import pandas_udf

from ml.customers import Customers
from ml.scoring import encode
from ml.spark.tables import SCHEMA

FUNCTION = "score_customer"
RESULT = (
    "nearest_id int, nearest_distance double, next_id int, next_distance double, "
    "latent array<double>, picture array<double>"
)


def register_scoring(session: SparkSession) -> None:
    """Make the champion a function of SQL, known to this session.

    `score_customer(numbers, categories)` takes a customer's encoder inputs as two
    arrays in the order of the model, and returns a struct: own and next segment with
    the distances to their centres, the latent position, and its place in the picture.
    """
    row = session.table(f"{SCHEMA}.segment_model").first()
    if row is not None:
        score = make_scoring(row.asDict(recursive=True))
        session.udf.register(FUNCTION, pandas_udf(score, RESULT))


def make_scoring(model: dict) -> Callable[[pd.Series, pd.Series], pd.DataFrame]:
    """Return the function of a model: batches of customers in, results out.

    Parameters
    ----------
    model : dict
        A row of `segment_model`.
    """

    def score(numbers: pd.Series, categories: pd.Series) -> pd.DataFrame:
        return score_batch(model, numbers, categories)

    return score


def score_batch(model: dict, numbers: pd.Series, categories: pd.Series) -> pd.DataFrame:
    """Return the results of a batch, in the columns of `RESULT`."""
    known = np.array(numbers.tolist(), dtype=float)
    words = np.array(categories.tolist(), dtype=object)
    customers = Customers(
        dict(zip(model["feature_names"], known.T, strict=True)),
        dict(zip(model["category_names"], words.T, strict=True)),
        np.zeros(len(known)),
    )
    latent = encode(model, customers)
    centroids, ids = np.array(model["centroids"]), np.array(model["segment_ids"])
    # Distances one by one: a difference of squares would lose digits.
    distances = np.sqrt(((latent[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2))
    order = np.argsort(distances, axis=1, kind="stable")
    places = np.arange(len(order))
    nearest = order[:, 0]
    components, mean = np.array(model["pca_components"]), np.array(model["pca_mean"])
    found = {
        "nearest_id": ids[nearest],
        "nearest_distance": distances[places, nearest],
        "next_id": pd.array([pd.NA] * len(order), dtype="Int32"),
        "next_distance": np.full(len(order), np.nan),
        "latent": list(latent),
        "picture": list(latent @ components.T - components @ mean),
    }
    if order.shape[1] > 1:
        found["next_id"] = ids[order[:, 1]]
        found["next_distance"] = distances[places, order[:, 1]]
    return pd.DataFrame(found)
