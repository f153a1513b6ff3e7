"""Drivers of a forecast are the inputs that it cannot do without."""

import numpy as np
import pytest

from ml.forecasts.boosting import FITS
from ml.forecasts.importance import measure_importance
from tests.ml.forecasts.customers import make_sample


@pytest.fixture(scope="module")
def later():
    return make_sample(seed=2)


@pytest.fixture(scope="module")
def learned():
    """Return the forecasts by target."""
    sample = make_sample()
    return {target: fit(sample) for target, fit in FITS.items()}


def test_importance_finds_the_inputs_of_the_outcome(learned, later):
    importance = dict(
        zip(
            learned["chance"].encoding.names,
            measure_importance(learned["chance"], later),
            strict=True,
        )
    )
    assert max(importance, key=importance.get) == "recency_days"
    assert importance["market"] > 0.02
    assert abs(importance["noise"]) < importance["market"] / 3


def test_without_later_customers_no_input_is_important(learned, later):
    nobody = later.take(np.zeros(len(later.orders), bool))
    for one in learned.values():
        assert {*measure_importance(one, nobody)} == {0.0}


def test_the_same_customers_give_the_same_importance(learned, later):
    for one in learned.values():
        assert measure_importance(one, later) == measure_importance(one, later)
