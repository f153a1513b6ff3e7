"""Train models as a build does, several at a time."""

import multiprocessing
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import combinations

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.segments.training import train_champion

SEED = 7
SEEDS = (7, 11, 42, 101, 256, 777, 1234, 4242, 9001, 31337)


def train(samples: dict, seed: int = SEED, n_segments: int = 0, previous=None) -> dict:
    """Train a model on the result of `read_samples`, and return its row.

    This is the only place that calls a training.
    """
    request = {
        "source_name": "benchmark",
        "n_segments": n_segments,
        "random_seed": seed,
        "feature_hash": "",
    }
    return train_champion(**samples, request=request, previous=previous)[0]


def train_moved(samples: dict, constant: str, value: float, moved: float) -> dict:
    """Train a model with another value of a constant of `ml`."""
    with moving(constant, value, moved):
        return train(samples)


@contextmanager
def moving(constant: str, value: float, moved: float):
    """Give a constant another value, in each module of `ml` that has it."""
    modules = [
        one
        for name, one in [*sys.modules.items()]
        if name.startswith("ml.") and getattr(one, constant, None) == value
    ]
    for one in modules:
        setattr(one, constant, moved)
    try:
        yield
    finally:
        for one in modules:
            setattr(one, constant, value)


@cache
def workers() -> ProcessPoolExecutor:
    """Return a pool with a process per core, each of which starts TensorFlow once."""
    return ProcessPoolExecutor(
        os.cpu_count(), mp_context=multiprocessing.get_context("spawn")
    )


def train_all(function, jobs: Iterable[tuple]) -> list[dict]:
    """Return the rows of `train` or `train_moved` for the arguments of each job."""
    waiting = [workers().submit(function, *one) for one in jobs]
    return [one.result() for one in waiting]


def least_agreement(labels: list[np.ndarray]) -> float:
    """Return the smallest adjusted Rand index of all pairs of segmentations."""
    return min(adjusted_rand_score(*pair) for pair in combinations(labels, 2))
