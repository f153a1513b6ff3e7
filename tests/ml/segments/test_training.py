"""Training gives a champion without NaN for any customers."""

import json
import math

import numpy as np
import pytest

from ml.customers.customers import Customers
from ml.encoder import network
from ml.segments import stability
from ml.segments.clustering import assign
from ml.segments.model_table import to_table
from ml.segments.training import train_champion
from ml.subprocesses import TrainingError

pytestmark = pytest.mark.trains

FEATURES = (
    "orders_per_month",
    "average_discount_rate",
    "recency_days",
    "margin_rate",
    "return_rate",
)


@pytest.fixture(autouse=True)
def _few_epochs(monkeypatch):
    monkeypatch.setattr(network, "MAX_EPOCHS", 3)
    monkeypatch.setattr(stability, "BOOTSTRAPS", 3)


def make_customers(matrix, values=None):
    """Return customers of a (customers, features) matrix, all from one market."""
    matrix = np.asarray(matrix, dtype=float)
    return Customers(
        dict(zip(FEATURES, matrix.T, strict=True)),
        {"market": np.array(["Europe"] * len(matrix), dtype=object)},
        matrix[:, 0] if values is None else np.asarray(values, dtype=float),
    )


NOBODY = make_customers(np.empty((0, len(FEATURES))))


def compare(matrix, n_segments=0, values=None, seed=7, previous=None, earlier=NOBODY):
    """Train on a matrix; return the model's row, and the reason not to use it."""
    request = {
        "source_name": "test",
        "n_segments": n_segments,
        "random_seed": seed,
        "feature_hash": "",
    }
    return train_champion(make_customers(matrix, values), earlier, request, previous)


def train(*arguments, **settings):
    """Train on a (customers, features) matrix; return the row."""
    return compare(*arguments, **settings)[0]


def random_customers(count, seed=1):
    return np.random.default_rng(seed).gamma(2, 2, size=(count, len(FEATURES)))


def numbers_of(value):
    """Yield all numbers of a nested list."""
    if isinstance(value, list):
        for one in value:
            yield from numbers_of(one)
    elif isinstance(value, float):
        yield value


CUSTOMERS = {
    "one customer": (random_customers(1), 0, 1),
    "two customers": (random_customers(2), 0, 1),
    "all equal": (np.ones((40, len(FEATURES))), 0, 1),
    "all equal, three asked for": (np.ones((40, len(FEATURES))), 3, 1),
    "fewer kinds than asked for": (np.repeat(random_customers(2), 9, axis=0), 5, 2),
    "as many as asked for": (random_customers(4), 4, 4),
    "nothing known": (np.full((30, len(FEATURES)), np.nan), 0, 1),
    "one feature known": (
        np.where(np.arange(len(FEATURES)) == 0, random_customers(60), np.nan),
        3,
        3,
    ),
    "a whale": (np.vstack([random_customers(99), [[1e12] * len(FEATURES)]]), 3, 3),
    "losses": (-random_customers(50), 2, 2),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore:Number of distinct")
@pytest.mark.parametrize("name", CUSTOMERS)
def test_all_kinds_of_customers_get_segments(name):
    matrix, asked, expected = CUSTOMERS[name]
    row = train(matrix, asked, values=np.arange(len(matrix)))
    assert row["chosen_segments"] == expected
    for column in ("centroids", "segment_names", "suggested_actions"):
        assert len(row[column]) == expected
    assert len(set(row["segment_names"])) == expected
    assert all(map(math.isfinite, numbers_of([*row.values()])))
    assert to_table(row).num_rows == 1


def test_no_customer_is_an_error_in_words():
    with pytest.raises(TrainingError, match="nothing to segment"):
        train(np.empty((0, len(FEATURES))))


def test_the_same_customers_give_the_same_version():
    rows = [train(random_customers(50), seed=seed) for seed in (7, 7, 8)]
    versions = [row["model_version"] for row in rows]
    assert versions[0] == versions[1]
    assert versions[0] != versions[2]
    # No seed changes the linear path.
    assert rows[0]["hidden_weights"] == rows[2]["hidden_weights"]
    assert json.dumps(rows[0]) == json.dumps(rows[1])


def test_segments_are_ordered_by_value():
    matrix = np.repeat([[1.0] * 5, [50.0] * 5, [900.0] * 5], 20, axis=0)
    values = np.repeat([10.0, 3000.0, 200.0], 20)
    row = train(matrix, 3, values=values)
    assert [text.split()[1] for text in row["segment_descriptions"]] == [
        f"{3000 / 1070:.1f}",
        "19%",
        "under",
    ]


def test_absent_and_constant_features_are_noted():
    matrix = random_customers(30)
    matrix[:, 3], matrix[:, 4] = np.nan, 1.0
    assert train(matrix)["notes"][1:] == [
        "Left out of training, because unknown for every customer: margin_rate.",
        "Left out of training, because the same for every customer: return_rate.",
    ]


def test_a_feature_that_repeats_another_is_noted():
    matrix = random_customers(60)
    matrix[:, 4] = 3 * matrix[:, 1]
    assert train(matrix)["notes"][1:] == [
        "Left out of training, because it says nearly the same as "
        "average_discount_rate: return_rate."
    ]


def test_a_retrained_model_keeps_ids_and_names():
    matrix = np.repeat([[1.0] * 5, [50.0] * 5, [900.0] * 5], 20, axis=0)
    matrix *= np.random.default_rng(2).uniform(0.9, 1.1, size=matrix.shape)
    values = np.repeat([500.0, 3000.0, 2900.0], 20)
    first = train(matrix, 3, values=values)
    # The most valuable segment becomes the second and keeps its id, which is no
    # rank.
    values = np.repeat([500.0, 2900.0, 3000.0], 20)
    second = train(matrix, 3, values=values, seed=8, previous=first)
    assert second["previous_version"] == first["model_version"]
    assert second["segment_ids"] == first["segment_ids"] == [0, 1, 2]
    assert second["segment_names"] == first["segment_names"]
    old, new = (assign(row, make_customers(matrix)) for row in (first, second))
    assert np.array_equal(old, new)
    assert old[20] == 0


def test_new_segments_get_new_ids():
    matrix = np.repeat([[1.0] * 5, [50.0] * 5, [900.0] * 5], 20, axis=0)
    two = train(matrix, 2)
    three = train(matrix, 3, previous=two)
    again = train(matrix, 2, previous=three)
    assert two["segment_ids"] == [0, 1]
    assert len({*three["segment_ids"]} & {0, 1}) >= 1
    assert three["first_unused_id"] == max(three["segment_ids"]) + 1
    assert again["first_unused_id"] >= three["first_unused_id"]
