"""Measure whether the same customers get the same segments again."""

import os
import pickle
import sys
import tempfile
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.page import Line
from benchmarks.processes import run
from benchmarks.segments.files import OrderFile
from benchmarks.segments.training import (
    SEEDS,
    least_agreement,
    train,
    train_all,
    train_each,
)
from benchmarks.segments.warehouses import features_of, opened, read_ids, read_samples
from ml.segments.clustering import assign
from ml.segments.encoder_choice import LINEAR

FREE = 0
REQUESTED = (3, 4, 5)
PAIRS = 5
SHARE = 0.8
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def stability(file: OrderFile):
    """Yield the lines about ten seeds, other threads and samples of a file."""
    with opened(features_of(file.source, file.path)) as connection:
        samples, ids = read_samples(connection), read_ids(connection)
        masks = draw_masks(len(ids))
        drawn = [read_samples(connection, ids[one]) for one in masks]
    rows = train_seeds(samples)
    yield from between_seeds(rows, samples["customers"])
    rows = rows[FREE]
    yield Line(
        "Share with the same segment if one thread trains, not all",
        ">= 1",
        "",
        found=agree_with_threads(samples, 1),
    )
    again = train(samples, SEEDS[1], previous=rows[0])
    same = assign(rows[0], samples["customers"]) == assign(again, samples["customers"])
    yield Line(
        "Share with the same id after a retraining with another seed",
        ">= 0.99",
        "",
        found=same.mean(),
    )
    yield from between_samples(rows[0], drawn, masks, samples["customers"])


def train_seeds(samples: dict) -> dict[int, list[dict]]:
    """Return the models of ten seeds by the requested number of segments."""
    counts = (FREE, *REQUESTED)
    parts = np.array_split(SEEDS, os.cpu_count())
    jobs = [(samples, [*product(part.tolist(), counts)]) for part in parts]
    rows = [row for found in train_all(train_each, jobs) for row in found]
    return {k: rows[place :: len(counts)] for place, k in enumerate(counts)}


def between_seeds(rows: dict[int, list[dict]], customers):
    """Yield how well the models of ten seeds agree, and what they chose."""
    free = rows[FREE]
    yield Line("Segments chosen by ten seeds", "", count_chosen(free))
    linear = sum(one["notes"][0].startswith(LINEAR) for one in free)
    yield Line("Seeds with a linear encoder", "", f"{linear} of {len(free)}")
    yield Line(f"What the network adds, seed {SEEDS[0]}", "", free[0]["notes"][0])
    smallest = free[0]["stability"]
    yield Line("Smallest bootstrap Jaccard of a segment", "", text_of(smallest))
    for k, models in rows.items():
        yield Line(
            f"Ten seeds, {name_of(k)}: smallest agreement of two",
            ">= 0.95",
            "",
            found=least_agreement([assign(one, customers) for one in models]),
        )


def name_of(k: int) -> str:
    """Return a requested number of segments in words."""
    return "k free" if k == FREE else f"k = {k}"


def between_samples(row: dict, drawn: list[dict], masks, customers):
    """Yield how well the models of two samples agree, for five pairs of samples."""
    chosen = row["chosen_segments"]
    counts = sorted({FREE, chosen, *REQUESTED})
    jobs = [(one, [(SEEDS[0], k) for k in counts]) for one in drawn]
    rows = [*zip(*train_all(train_each, jobs), strict=True)]
    yield Line("Segments chosen by ten samples of 80 %", "", count_chosen(rows[0]))
    for k, models in zip(counts[1:], rows[1:], strict=True):
        name = f"k = {k}" + (", as chosen" if k == chosen else "")
        yield Line(
            f"Five pairs of samples, {name}: smallest agreement",
            ">= 0.90",
            "",
            found=min(
                agree_on_common(models[one : one + 2], masks[one : one + 2], customers)
                for one in range(0, 2 * PAIRS, 2)
            ),
        )


def agree_on_common(models: list[dict], masks: list[np.ndarray], customers) -> float:
    """Return how well two models agree on the customers of both their samples."""
    common = customers.take(masks[0] & masks[1])
    return adjusted_rand_score(*(assign(one, common) for one in models))


def draw_masks(count: int) -> list[np.ndarray]:
    """Return the masks of ten random samples of 80 % of the customers."""
    random = np.random.default_rng(SEEDS[0])
    return [random.permutation(count) < SHARE * count for _ in range(2 * PAIRS)]


def count_chosen(rows: list[dict]) -> str:
    """Return how many models chose each number of segments, such as "5: 10 times"."""
    counts = Counter(one["chosen_segments"] for one in rows)
    return ", ".join(f"{k}: {counts[k]} times" for k in sorted(counts))


def agree_with_threads(samples: dict, threads: int) -> float:
    """Return the share with the same segment by two processes of other threads.

    One process uses all cores, the other `threads`.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "samples").write_bytes(pickle.dumps(samples))
        labels = []
        for count in (os.cpu_count(), threads):
            path = folder / f"{count}.npy"
            words = ("-m", "benchmarks.segments.again", folder / "samples", path)
            run(
                sys.executable,
                "-W",
                "ignore",
                *words,
                environment=dict.fromkeys(THREADS, str(count)),
            )
            labels.append(np.load(path))
        return float((labels[0] == labels[1]).mean())


def text_of(number: float | None) -> str:
    """Return a number as text, "not known" for None."""
    return "not known" if number is None else f"{number:.3f}"


def months_later(file: OrderFile, then: date, now: date):
    """Yield the share of customers who keep their id in a retraining of months later.

    `then` is the date of the first training, `now` that of the second.
    """
    models = []
    for day in (then, now):
        with opened(features_of(file.source, file.path, day)) as connection:
            samples = read_samples(connection)
        previous = models[-1] if models else None
        models.append(train(samples, previous=previous))
    ids = [assign(one, samples["customers"]) for one in models]
    yield Line(
        f"Same id: model of {then} and its successor of {now}",
        ">= 0.95",
        "",
        found=(ids[0] == ids[1]).mean(),
    )
