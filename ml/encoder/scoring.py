"""Score customers with a trained row in NumPy, exactly as `customer_segments` does."""

import numpy as np

from ml.customers.customers import Customers
from ml.encoder.preparation import Preparation


def encode(row: dict, customers: Customers) -> np.ndarray:
    """Return latents of shape (customers, 8).

    Parameters
    ----------
    row : dict
        A row of `segment_model`.
    customers : Customers
        A feature that the row knows and the customers lack is unknown.
    """
    numbers, categories, size = customers.numbers, customers.categories, len(customers)
    unknown, nothing = np.full(size, np.nan), np.full(size, None)
    inputs = Preparation(
        np.array(row["fill_values"]),
        np.array(row["centers"]),
        np.array(row["scales"]),
        row["category_values"],
    ).transform(
        np.column_stack([numbers.get(name, unknown) for name in row["feature_names"]]),
        np.column_stack(
            [categories.get(name, nothing) for name in row["category_names"]]
        ),
    )
    hidden = inputs @ np.array(row["hidden_weights"]).T + np.array(row["hidden_bias"])
    latent = np.maximum(hidden, 0.0) @ np.array(row["latent_weights"]).T
    return latent + np.array(row["latent_bias"])
