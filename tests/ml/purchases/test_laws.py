"""Laws that models of purchases obey for all parameters."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from ml.purchases import orders, spend
from ml.purchases.fitting import FitError, maximise_from_some
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel, fit_purchases
from ml.purchases.spend import SpendModel, fit_spend
from tests.ml.purchases.simulated import simulate

POSITIVE = st.floats(0.05, 20)
PARAMETERS = st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
NAMES = st.sampled_from(["BG/NBD", "MBG/NBD"])
HISTORIES = Histories(
    repeats=np.array([0.0, 0.0, 1.0, 3.0, 40.0]),
    last=np.array([0.0, 0.0, 5.0, 30.0, 51.5]),
    age=np.array([1.0, 80.0, 30.0, 31.0, 52.0]),
    customers=np.array([4.0, 1.0, 7.0, 2.0, 1.0]),
)


@given(PARAMETERS, st.integers(0, 1))
def test_the_gradient_is_that_of_the_likelihood(parameters, first):
    found, gradient = orders.log_likelihood(np.array(parameters), HISTORIES, first)
    numeric = approx_fprime(
        np.array(parameters),
        lambda one: orders.log_likelihood(one, HISTORIES, first)[0],
        1e-7,
    )
    assert np.isfinite(found)
    assert gradient == pytest.approx(numeric, rel=1e-3, abs=1e-2)


@given(st.tuples(POSITIVE, POSITIVE, POSITIVE))
def test_the_gradient_of_spend_is_that_of_its_likelihood(parameters):
    arrays = (np.array([1.0, 2, 9]), np.array([3.0, 0.5, 20]), np.array([5.0, 1, 2]))
    _, gradient = spend.spend_log_likelihood(np.array(parameters), *arrays)
    numeric = approx_fprime(
        np.array(parameters),
        lambda one: spend.spend_log_likelihood(one, *arrays)[0],
        1e-7,
    )
    assert gradient == pytest.approx(numeric, rel=1e-3, abs=1e-2)


@given(PARAMETERS, NAMES)
def test_probabilities_are_valid_and_orders_grow_with_time(parameters, name):
    model = PurchaseModel(name, *parameters, 0.0)
    alive = model.probability_alive(HISTORIES)
    assert ((alive >= 0) & (alive <= 1)).all()
    if name == "BG/NBD":
        # In BG/NBD, a customer without a repeat purchase is certainly active.
        assert alive[:2].tolist() == [1, 1]
    soon, later = (model.expected_orders(HISTORIES, weeks) for weeks in (13, 52))
    assert (soon >= -1e-9).all()
    assert (later >= soon - 1e-9).all()


@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (0.5, 0.5), (1.0, 1.0)])
def test_a_gap_of_the_formula_is_bridged(a, b):
    at, beside = (
        PurchaseModel("BG/NBD", 0.5, 4.0, a + off, b + off, 0.0).expected_orders(
            HISTORIES, 39
        )
        for off in (0, 1e-4)
    )
    assert at == pytest.approx(beside, rel=1e-2)


def test_the_unit_of_time_does_not_matter():
    weekly = simulate(2_000)
    model = fit_purchases(weekly)
    slower = fit_purchases(replace(weekly, last=weekly.last * 7, age=weekly.age * 7))
    assert slower.alpha == pytest.approx(7 * model.alpha, rel=1e-3)
    assert slower.r == pytest.approx(model.r, rel=1e-3)


def test_planted_parameters_are_found():
    model = fit_purchases(simulate(20_000))
    assert [model.r, model.alpha, model.a, model.b] == pytest.approx(
        [0.8, 6.0, 1.2, 4.0], rel=0.15
    )


@pytest.mark.parametrize("name", ["BG/NBD", "MBG/NBD"])
def test_many_customers_are_fitted_as_exactly_as_few(monkeypatch, name):
    histories = simulate(20_000)
    slowly = fit_purchases(histories, name)
    with monkeypatch.context() as patch:
        patch.setattr(orders, "MANY", 5_000)
        # All customers are evaluated only a few times; a whole search would need some
        # sixty evaluations.
        looks = count_looks(patch, len(histories.age))
        fast = fit_purchases(histories, name)
    assert 0 < looks() <= 12
    for found, known in zip(vars(fast).values(), vars(slowly).values(), strict=True):
        assert found == (known if known == name else pytest.approx(known, rel=1e-6))


def count_looks(patch, cells):
    """Count the evaluations of the likelihood of this number of histories."""
    sizes, known = [], orders.log_likelihood

    def counted(parameters, histories, first):
        sizes.append(len(histories.age))
        return known(parameters, histories, first)

    patch.setattr(orders, "log_likelihood", counted)
    return lambda: sizes.count(cells)


def test_an_unlucky_sample_does_not_mislead_the_search():
    def hill(top):
        """Return a likelihood with its maximum where the log parameter is `top`."""

        def likelihood(parameters):
            off = np.log(parameters) - top
            gradient = -np.tanh(off) / parameters
            return float(-np.log(np.cosh(off)).sum()), gradient

        return likelihood, 1.0

    found, value = maximise_from_some(hill(-4.0), hill(3.0), [(1.0,)])
    assert np.log(found) == pytest.approx([3.0], abs=1e-4)
    assert value == pytest.approx(0.0, abs=1e-8)


def test_a_sample_takes_customers_at_regular_intervals():
    histories = replace(HISTORIES, customers=np.array([40.0, 0.0, 30.0, 20.0, 10.0]))
    sampled = histories.sampled(10)
    assert sampled.customers.tolist() == [4, 3, 2, 1]
    assert sampled.repeats.tolist() == [0, 1, 3, 40]
    assert histories.sampled(5).total == 5


def test_expected_spend_lies_between_the_customer_and_all():
    model = SpendModel(p=6.0, q=4.0, v=15.0, log_likelihood=0.0)
    everybody = 6.0 * 15.0 / 3.0
    found = model.expected_spend(np.array([0, 1, 50]), np.array([np.nan, 90.0, 90.0]))
    assert found[0] == everybody
    assert everybody < found[1] < found[2] < 90


def test_no_returning_customer_is_an_error_in_words():
    nobody = Histories(np.zeros(3), np.zeros(3), np.array([5.0, 6, 7]), np.ones(3))
    with pytest.raises(FitError, match="second day"):
        fit_purchases(nobody)
    with pytest.raises(FitError, match="Fewer than 10"):
        fit_spend(np.ones(2), np.ones(2), np.ones(2))
