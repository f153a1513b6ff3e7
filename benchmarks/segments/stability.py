"""Measure whether the same customers get the same segments again."""

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.customers.customers import Customers
from ml.segments.clustering import assign
from ml.segments.training import train_champion

SEED, OTHER_SEED = 7, 11


def train(customers, earlier, n_segments=0, seed=SEED, previous=None) -> dict:
    """Train a model and return its row."""
    request = {
        "source_name": "benchmark",
        "n_segments": n_segments,
        "random_seed": seed,
        "feature_hash": "",
    }
    return train_champion(customers, earlier, request, previous)[0]


def agree_between_seeds(row: dict, customers: Customers, earlier: Customers) -> float:
    """Return the adjusted Rand index of two models that differ only in their seeds."""
    other = train(customers, earlier, row["chosen_segments"], OTHER_SEED)
    return adjusted_rand_score(assign(row, customers), assign(other, customers))


def agree_between_samples(row: dict, customers, earlier) -> float:
    """Return the adjusted Rand index of models of two random 80 % of the customers."""
    random = np.random.default_rng(SEED)
    size = len(customers)
    masks = [random.permutation(size) < 0.8 * size for _ in range(2)]
    common = customers.take(masks[0] & masks[1])
    labels = [
        assign(train(customers.take(mask), earlier, row["chosen_segments"]), common)
        for mask in masks
    ]
    return adjusted_rand_score(*labels)


def keep_ids(row: dict, customers: Customers, earlier: Customers) -> float:
    """Return the share of customers who keep their segment id in a retraining."""
    again = train(customers, earlier, row["n_segments"], OTHER_SEED, previous=row)
    return float((assign(row, customers) == assign(again, customers)).mean())


def agree_after_months(panel, then, now, before_then) -> float:
    """Return the share of customers who have the same segment id in both models.

    Parameters
    ----------
    panel : ml.customers.panel.Panel
    then, now : date
        The dates at which the old and the retrained model were trained.
    before_then : date
        The date whose features the old model used to learn expected value.
    """
    frozen = train(panel.customers(then), panel.customers(before_then, then))
    customers = panel.customers(now)
    earlier = panel.customers(then, now)
    retrained = train(
        customers, earlier, frozen["chosen_segments"], OTHER_SEED, previous=frozen
    )
    return float((assign(frozen, customers) == assign(retrained, customers)).mean())
