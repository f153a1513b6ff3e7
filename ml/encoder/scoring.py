"""The encoder in NumPy: tests compare SQL and Keras with this code."""

from dataclasses import dataclass, field

import numpy as np

from ml.customers.customers import Customers, find_credibility
from ml.encoder.preparation import Preparation


@dataclass(frozen=True)
class Encoder:
    """The half of the autoencoder that scoring needs, as plain arrays.

    Attributes
    ----------
    hidden_weights : (inputs, units) array
        A linear encoder has 8 units; with the correction of a network there are 32.
    hidden_bias : (units,) array
    latent_weights : (units, 8) array
    latent_bias : (8,) array
    training_loss, validation_loss : lists of float
        Mean squared error of the network, per epoch.
    """

    hidden_weights: np.ndarray
    hidden_bias: np.ndarray
    latent_weights: np.ndarray
    latent_bias: np.ndarray
    training_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)

    def encode(self, inputs: np.ndarray) -> np.ndarray:
        """Return latents of shape (customers, 8) for (customers, inputs)."""
        hidden = np.maximum(inputs @ self.hidden_weights + self.hidden_bias, 0.0)
        return hidden @ self.latent_weights + self.latent_bias


def encode(row: dict, customers: Customers) -> np.ndarray:
    """Return latents of shape (customers, 8) from a row of `segment_model`.

    If the customers lack a feature of the row, the feature counts as unknown.
    """
    unknown, nothing = np.full(len(customers), np.nan), np.full(len(customers), None)
    numbers = [customers.numbers.get(name, unknown) for name in row["feature_names"]]
    categories = [
        customers.categories.get(name, nothing) for name in row["category_names"]
    ]
    preparation = Preparation(
        *(np.array(row[name]) for name in ("fill_values", "centers", "scales")),
        row["category_values"],
    )
    # The table stores one list of weights per unit of a layer.
    encoder = Encoder(
        np.array(row["hidden_weights"]).T,
        np.array(row["hidden_bias"]),
        np.array(row["latent_weights"]).T,
        np.array(row["latent_bias"]),
    )
    credibility = find_credibility(
        customers.order_counts,
        # A model of an earlier version has no prior orders.
        np.array(row["prior_orders"] or np.zeros(len(numbers))),
    )
    return encoder.encode(
        preparation.transform(
            np.column_stack(numbers), np.column_stack(categories), credibility
        )
    )
