"""Few customers get few segments, and no text claims anything about them."""

from datetime import UTC, datetime
from itertools import product

import numpy as np
import pytest

from bi.report import data
from ml.segments import stability, training
from ml.segments.clustering import assign
from ml.segments.model_table import to_table
from ml.segments.sample_size import (
    ENOUGH,
    MOST_OF_FEW,
    SMALLEST_SEGMENT,
    outgrows_sample_size,
    say_few,
    say_one,
    say_unknown,
)
from ml.segments.shapes import find_misfit
from ml.segments.training import train_champion
from tests.ml.segments.spaces import make_space
from tests.ml.shops import HISTORIES, SIZES, make_shop

pytestmark = pytest.mark.trains


@pytest.fixture(autouse=True)
def _quick_encoder(monkeypatch):
    # Without training, the network reconstructs nobody better.
    monkeypatch.setattr(
        training, "train_correction", lambda path, *_: (path.encoder, np.zeros(1))
    )
    monkeypatch.setattr(stability, "BOOTSTRAPS", 3)


def train(customers, n_segments=0, seed=7, previous=None):
    """Return the row of a champion and the number of customers per segment."""
    request = {
        "source_name": "shop",
        "feature_hash": "",
        "n_segments": n_segments,
        "random_seed": seed,
    }
    nobody = customers.take(np.array([], int))
    row, _ = train_champion(customers, nobody, request, previous)
    ids = assign(row, customers)
    return row, [int((ids == one).sum()) for one in row["segment_ids"]]


# NumPy warns, because one customer has no variance.
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("shape", HISTORIES)
@pytest.mark.parametrize("number", SIZES)
def test_no_segment_of_few_customers_is_small_and_none_is_called_stable(shape, number):
    for seed in (1, 2):
        row, sizes = train(make_shop(shape, number, seed), seed=seed)
        assert sum(sizes) == number
        assert len(sizes) == 1 or min(sizes) >= SMALLEST_SEGMENT
        assert len(sizes) <= max(1, min(MOST_OF_FEW, number // SMALLEST_SEGMENT))
        assert row["stability"] is None
        # The next build keeps such a model.
        stored = to_table(row | {"trained_at": datetime(2026, 1, 1, tzinfo=UTC)})
        assert find_misfit(stored.to_pylist()[0]) is None
        assert {*row["candidate_stability"]} <= {None}
        words = [row["chosen_because"], *row["segment_descriptions"], *row["notes"]]
        assert "stable" not in " ".join(words)
        if len(sizes) == 1:
            assert row["segment_names"] == ["All customers"]
        else:
            said = say_few(number, len(sizes), "the ")
            assert row["chosen_because"].startswith(said.removesuffix("."))


@pytest.mark.parametrize("number", [20, 50, 150])
def test_two_clear_groups_are_found_among_few(number):
    customers = make_shop("two clear groups", number)
    row, sizes = train(customers)
    assert sizes == [number // 2] * 2
    assert row["segment_names"][0] == "High-value frequent"
    # The first segment has ten orders per customer, each with eight times the value.
    assert {*assign(row, customers)[1::2]} == {0}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "fewer than 10"),
        (9, "fewer than 10"),
        (19, "19"),
    ],
)
def test_very_few_customers_are_one_segment_and_the_reason_is_given(number, said):
    row, sizes = train(make_shop("heavy tail", number))
    assert sizes == [number]
    assert row["chosen_because"].endswith(f"need 20 customers, and there are {said}.")
    assert row["candidate_segments"] == []


def test_the_reason_for_a_single_segment_is_given():
    alike = train(make_shop("identical", 60))[0]["chosen_because"]
    assert alike == say_one(60, was_tried=False)
    assert "alike" in alike
    assert "fewer than 10 of the 60 customers" in say_one(60, was_tried=True)


def test_a_handful_of_outliers_among_few_is_no_segment():
    latents = np.vstack([np.zeros((40, 8)), np.full((4, 8), 50.0)])
    latents += np.random.default_rng(1).normal(scale=0.1, size=latents.shape)
    space = make_space(latents)
    chosen, _ = training.find_segments(space, space.measure_candidates(), 0, None)
    assert chosen.n_segments == 1 or chosen.smallest >= SMALLEST_SEGMENT


def test_a_requested_number_is_kept_with_warnings():
    row, sizes = train(make_shop("regular", 30), n_segments=8)
    assert len(sizes) == 8 and min(sizes) < 10
    assert row["chosen_because"] == "Requested."
    assert row["stability"] is None
    unstable, small = row["notes"][1:3]
    assert unstable == say_unknown(30)
    assert "500" in unstable
    assert "8 requested segments" in small
    roomy, _ = train(make_shop("two clear groups", ENOUGH), n_segments=2)
    assert say_unknown(ENOUGH) not in roomy["notes"]
    assert roomy["stability"] > 0.75


def test_a_retraining_of_few_customers_keeps_the_number_of_segments():
    for shape, seed in product(("regular", "heavy tail"), (1, 2, 3)):
        first, sizes = train(make_shop(shape, 60, seed), seed=seed)
        again, others = train(make_shop(shape, 66, seed), seed=9, previous=first)
        assert min(others) >= SMALLEST_SEGMENT
        if len(sizes) > 1 and len(others) > 1:
            assert len(others) == len(sizes)
            assert "as many as before" in again["chosen_because"]


def test_a_single_segment_is_renamed_when_it_is_divided():
    alone, _ = train(make_shop("two clear groups", 18))
    grown, _ = train(make_shop("two clear groups", 40), previous=alone)
    assert alone["segment_names"] == ["All customers"]
    assert grown["segment_names"] == ["High-value frequent", "Low-engagement"]


@pytest.mark.parametrize(
    ("before", "now", "changes", "expected"),
    [
        (19, 20, {}, True),
        (12, 19, {}, False),
        (20, 499, {}, False),
        (499, 500, {}, True),
        (500, 50_000, {}, False),
        (19, 600, {"n_segments": 3}, False),
        (19, 600, {"is_brought_back": True}, False),
        (None, 600, {}, False),
    ],
)
def test_more_customers_outgrow_a_champion_of_few(before, now, changes, expected):
    champion = {"n_segments": 0, "is_brought_back": None} | changes
    assert (
        outgrows_sample_size({**champion, "training_customers": before}, now)
        == expected
    )


def test_the_report_and_the_training_share_their_limits():
    assert SMALLEST_SEGMENT == data.SMALLEST_GROUP
    assert ENOUGH == data.ENOUGH
