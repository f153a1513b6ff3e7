"""Measure whether segments are the planted personas of generated customers."""

import csv
import tempfile
from pathlib import Path

from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import cross_val_predict

from benchmarks.page import Line
from benchmarks.processes import ROOT
from benchmarks.segments.training import train, train_all
from benchmarks.segments.warehouses import features_of, opened, read_ids, read_samples
from ml.segments.clustering import assign
from synthetic.generate import write_orders
from synthetic.personas import PERSONA_SETS

# The customers and the seeds of the generator.
DRAWS = ((3_000, (11, 12, 13)), (10_000, (21, 22)))
WANTED = {"sample": ">= 0.95", "others": ">= 0.85"}


def personas():
    """Yield the agreement with the personas, the smallest of several draws."""
    yield from bundled()
    for name in PERSONA_SETS:
        for customers, seeds in DRAWS:
            yield from generated(name, customers, seeds)


def bundled():
    """Yield the agreement of the bundled sample."""
    path = ROOT / "seeds/sample_orders.csv"
    truth = read_truth(ROOT / "tests/truth/sample_personas.csv")
    with opened(features_of("sample", path)) as connection:
        samples, ids = read_samples(connection), read_ids(connection)
    row = train(samples)
    found = assign(row, samples["customers"])
    yield Line("Bundled sample: segments chosen", "", str(row["chosen_segments"]))
    yield Line(
        "Bundled sample: agreement with the personas",
        ">= 0.95",
        "",
        adjusted_rand_score([truth[one] for one in ids], found),
    )


def generated(name: str, customers: int, seeds: tuple[int, ...]):
    """Yield the smallest agreement of generated customers of a set of personas."""
    read = [read_generated(name, customers, seed) for seed in seeds]
    rows = train_all(train, [(samples,) for samples, _ in read])
    found = [
        adjusted_rand_score(truth, assign(row, samples["customers"]))
        for row, (samples, truth) in zip(rows, read, strict=True)
    ]
    head = f"Personas '{name}', {customers:,} customers, {len(seeds)} draws"
    chosen = ", ".join(str(row["chosen_segments"]) for row in rows)
    yield Line(f"{head}: segments chosen", "", chosen)
    if customers < 5_000:
        yield Line(
            f"{head}: smallest agreement of a forest on the inputs",
            "",
            "",
            min(agree_forest(*one) for one in read),
        )
    yield Line(f"{head}: smallest agreement", WANTED[name], "", min(found))


def read_generated(name: str, customers: int, seed: int) -> tuple[dict, list[str]]:
    """Return generated customers and the persona of each."""
    folder = Path(tempfile.gettempdir()) / "segments_generated"
    orders = folder / f"{name}_{customers}_{seed}.parquet"
    truth = orders.with_suffix(".csv")
    if not orders.exists():
        write_orders(orders, customers, seed, truth=truth, persona_set=name)
    personas = read_truth(truth)
    with opened(features_of("sample", orders)) as connection:
        samples, ids = read_samples(connection), read_ids(connection)
    return samples, [personas[one] for one in ids]


def agree_forest(samples: dict, truth: list[str]) -> float:
    """Return the agreement of a cross-validated forest, which knows the personas."""
    numbers, categories, *_ = samples["customers"].matrices
    forest = RandomForestClassifier(200, random_state=0, n_jobs=-1)
    inputs = numbers.copy()
    inputs[numbers != numbers] = -1.0
    return adjusted_rand_score(truth, cross_val_predict(forest, inputs, truth, cv=5))


def read_truth(path: Path) -> dict[str, str]:
    """Return the planted persona of each customer."""
    with path.open() as file:
        return {row["customer_id"]: row["persona"] for row in csv.DictReader(file)}
