"""Train models as a build does, several at a time."""

import multiprocessing
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import combinations
from unittest.mock import patch

import numpy as np
from sklearn.metrics import adjusted_rand_score

from ml.segments import training

SEED = 7
SEEDS = (7, 11, 42, 101, 256, 777, 1234, 4242, 9001, 31337)


def train(samples: dict, seed: int = SEED, n_segments: int = 0, previous=None) -> dict:
    """Train a model on the result of `read_samples`, and return its row.

    Its sections call a training only here, but for the seconds of a whole process.
    """
    request = {
        "source_name": "benchmark",
        "n_segments": n_segments,
        "random_seed": seed,
        "feature_hash": "",
    }
    return training.train_champion(**samples, request=request, previous=previous)[0]


def train_each(samples: dict, requests: list[tuple[int, int]]) -> list[dict]:
    """Train a model per seed and number of segments, and return their rows.

    The bootstrap depends on neither, so it runs once. The network depends on the seed
    alone, so each is trained once.
    """
    resampled = training.resample_encoders(**samples)
    train_correction, corrected = training.train_correction, {}

    def train_once(path, inputs, seed, *_):
        if seed not in corrected:
            corrected[seed] = train_correction(path, inputs, seed)
        return corrected[seed]

    with (
        patch.object(training, "resample_encoders", lambda *_: resampled),
        patch.object(training, "train_correction", train_once),
    ):
        return [train(samples, *one) for one in requests]


def train_moved(samples: dict, constant: str, value: float, moved: float) -> dict:
    """Train a model with another value of a constant of `ml`."""
    with moving(constant, value, moved):
        return train(samples)


@contextmanager
def moving(constant: str, value: float, moved: float):
    """Give a constant another value, in each module of `ml` that has it."""
    with ExitStack() as stack:
        for name, one in [*sys.modules.items()]:
            if name.startswith("ml.") and getattr(one, constant, None) == value:
                stack.enter_context(patch.object(one, constant, moved))
        yield


@cache
def workers() -> ProcessPoolExecutor:
    """Return a pool with a process per core, each of which starts TensorFlow once."""
    return ProcessPoolExecutor(
        os.cpu_count(), mp_context=multiprocessing.get_context("spawn")
    )


def train_all(function, jobs: Iterable[tuple]) -> list:
    """Return what a function that trains returns for the arguments of each job."""
    waiting = [workers().submit(function, *one) for one in jobs]
    return [one.result() for one in waiting]


def least_agreement(labels: list[np.ndarray]) -> float:
    """Return the smallest adjusted Rand index of all pairs of segmentations."""
    return min(adjusted_rand_score(*pair) for pair in combinations(labels, 2))
