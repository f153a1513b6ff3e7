"""A learned forecast is used only if it is better on later customers."""

import numpy as np
import pytest

from ml.forecasts.boosting import fit_churn
from ml.forecasts.decision import CLOSED, LEARNED, decide
from ml.forecasts.importance import measure_importance
from ml.forecasts.prediction_model import without_closed_form
from ml.forecasts.validation import train_forecast
from tests.ml.forecasts.customers import make_rows

RANDOM = np.random.default_rng(3)
ACTUAL = RANDOM.uniform(0, 100, 500)
NEAR, FAR = ACTUAL + RANDOM.normal(0, 5, 500), ACTUAL + RANDOM.normal(0, 20, 500)


@pytest.mark.parametrize(
    ("learned", "closed", "method"),
    [
        (NEAR, FAR, LEARNED),
        (FAR, NEAR, CLOSED),
        # A difference that may be random is not enough.
        (NEAR, NEAR[::-1] - ACTUAL[::-1] + ACTUAL, CLOSED),
        (NEAR, None, LEARNED),
        # The forecast is not better than the mean of all customers.
        (np.full(500, ACTUAL.mean()), None, CLOSED),
    ],
)
def test_the_better_forecast_is_used(learned, closed, method):
    found = decide(learned, closed, ACTUAL.mean(), ACTUAL)
    assert found["method"] == method
    assert found["learned_error"] == pytest.approx(
        np.sqrt(((learned - ACTUAL) ** 2).mean())
    )
    assert (found["closed_form_error"] is None) == (closed is None)
    assert "by the mean" in found["chosen_because"]


def test_churn_of_every_customer_teaches_nothing():
    rows = make_rows()
    everybody_left = make_rows(seed=2)
    everybody_left.later_days[:] = 0
    period = type("Period", (), {"rows": everybody_left, "cut": "2024-04-01"})
    row = train_forecast("churn", rows, period, rows)
    assert row["method"] == CLOSED
    assert "every customer churned after 2024-04-01" in row["chosen_because"]
    assert without_closed_form(row, "only 3 came back.")["method"] == "none"


def test_importance_finds_the_inputs_of_the_outcome():
    learned = fit_churn(make_rows())
    later = make_rows(seed=2)
    importance = dict(
        zip(
            learned.encoding.names,
            measure_importance(learned, later, later.churned.astype(float)),
            strict=True,
        )
    )
    assert max(importance, key=importance.get) == "recency_days"
    assert importance["market"] > 0.02
    assert abs(importance["noise"]) < 0.01
