"""For CDNOW, the models give the published parameters and forecasts."""

from datetime import date

import numpy as np
import pytest

from ml.purchases.histories import Histories
from ml.purchases.orders import fit_purchases
from ml.purchases.spend import fit_spend
from tests.pipeline.project import DATA

SAMPLE = DATA / "cdnow_sample.txt"
END = date(1997, 9, 30)
WEEKS_AHEAD = 39


@pytest.fixture(scope="module")
def customers():
    """Return histories until the end of September 1997, and the purchases after it."""
    if not SAMPLE.exists():
        pytest.skip("needs shared/data, which is not part of the project")
    days = {}
    for line in SAMPLE.read_text().splitlines():
        _, customer, day, _, amount = line.split()
        day = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        amounts = days.setdefault(customer, {})
        amounts[day] = amounts.get(day, 0.0) + float(amount)
    rows = []
    for amounts in days.values():
        known = sorted(day for day in amounts if day <= END)
        later = [amount for day, amount in amounts.items() if day > END]
        repeats = [amounts[day] for day in known[1:]]
        rows.append(
            (
                len(repeats),
                (known[-1] - known[0]).days / 7,
                (END - known[0]).days / 7,
                sum(repeats),
                len(later),
                sum(later),
            )
        )
    names = ("repeats", "last", "age", "spent", "orders_later", "spent_later")
    return dict(zip(names, np.array(rows, dtype=float).T, strict=True))


@pytest.fixture(scope="module")
def histories(customers):
    ones = np.ones(len(customers["age"]))
    return Histories(customers["repeats"], customers["last"], customers["age"], ones)


def errors(found, actual):
    off = found - actual
    return np.abs(off).mean(), np.sqrt((off**2).mean())


def test_the_published_parameters_are_found(histories):
    """The expected parameters are from Fader, Hardie & Lee 2005, table 2."""
    model = fit_purchases(histories)
    found = [model.r, model.alpha, model.a, model.b]
    assert found == pytest.approx([0.2426, 4.4136, 0.7929, 2.4259], abs=1e-3)
    assert model.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert histories.total == 2_357


def test_counted_histories_fit_like_single_customers(histories):
    cells, counts = np.unique(
        np.column_stack([histories.repeats, histories.last, histories.age]),
        axis=0,
        return_counts=True,
    )
    assert len(cells) < histories.total
    counted = fit_purchases(Histories(*cells.T, counts.astype(float)))
    alone = fit_purchases(histories)
    assert counted.alpha == pytest.approx(alone.alpha, abs=1e-4)
    assert counted.b == pytest.approx(alone.b, abs=1e-4)


def test_purchase_forecasts_are_as_published(histories, customers):
    expected = fit_purchases(histories).expected_orders(histories, WEEKS_AHEAD)
    mean, root = errors(expected, customers["orders_later"])
    assert mean <= 0.786
    assert root <= 1.61
    assert np.corrcoef(expected, customers["orders_later"])[0, 1] >= 0.625


def test_the_published_spend_is_found(customers):
    """The expected parameters are from Fader & Hardie 2013, section 4."""
    spent = customers["spent"]
    known = (customers["repeats"] > 0) & (spent > 0)
    repeats = customers["repeats"][known]
    model = fit_spend(repeats, spent[known] / repeats, np.ones(known.sum()))
    assert [model.p, model.q, model.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.01)


def test_the_model_with_the_larger_likelihood_forecasts(histories, customers):
    models = [fit_purchases(histories, name) for name in ("BG/NBD", "MBG/NBD")]
    model = max(models, key=lambda one: one.log_likelihood)
    repeats, spent = customers["repeats"], customers["spent"]
    known = (repeats > 0) & (spent > 0)
    means = spent[known] / repeats[known]
    spend = fit_spend(repeats[known], means, np.ones(len(means)))
    expected = model.expected_orders(histories, WEEKS_AHEAD) * spend.expected_spend(
        repeats, spent / np.maximum(repeats, 1)
    )
    mean, root = errors(expected, customers["spent_later"])
    assert model.name == "MBG/NBD"
    assert mean <= 30.4
    assert root <= 72.3
    assert abs(expected.sum() / customers["spent_later"].sum() - 1) <= 0.2
