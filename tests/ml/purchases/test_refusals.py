"""Fits at a bound and absurd fits are refused by name, and others are not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.purchases.fitting import LARGEST, SMALLEST, FitError
from ml.purchases.histories import Histories
from ml.purchases.orders import PurchaseModel, fit_likeliest, fit_purchases
from ml.purchases.refusals import (
    PURCHASE_MEANINGS,
    SPEND_MEANINGS,
    plain,
    require_differing_spend,
    require_inside,
    require_leaving,
)
from ml.purchases.spend import fit_spend
from tests.ml.purchases.simulated import simulate

NAMES = ("BG/NBD", "MBG/NBD")
SEEDS = range(5)
NOBODY = "says that nobody ever leaves: its chance to leave after a purchase is 0"


def buy_regularly(seed, size, longest_gap):
    """Return histories of customers who buy at regular intervals until today."""
    random = np.random.default_rng(seed)
    gaps = random.uniform(1, longest_gap, size)
    ages = random.uniform(longest_gap, 150, size)
    repeats = np.floor(ages / gaps)
    return Histories(repeats, repeats * gaps, ages, np.ones(size))


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 1_000), st.integers(100, 1_000), st.integers(4, 20),
    st.sampled_from(NAMES),
)  # fmt: skip
def test_customers_who_never_leave_are_refused_by_name(seed, size, longest_gap, name):
    with pytest.raises(FitError, match=f"^{name} {NOBODY}"):
        fit_purchases(buy_regularly(seed, size, longest_gap), name)


def test_both_models_give_their_reason():
    never = simulate(1_000, seed=1, leaving=None)
    with pytest.raises(FitError) as refused:
        fit_likeliest(never)
    sentences = str(refused.value).split(". ")
    assert [one.split(" says ")[0] for one in sentences] == [*NAMES]
    assert all(NOBODY in one for one in sentences)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_customers_who_leave_are_not_refused(name, seed):
    model = fit_purchases(simulate(2_000, seed), name)
    assert 0.1 < model.a / (model.a + model.b) < 0.5


def test_the_model_that_is_not_refused_is_used(monkeypatch):
    histories = simulate(1_000)
    accepted = require_leaving

    def refuse_one(model, known):
        if model.name == "BG/NBD":
            raise FitError("Refused.")
        accepted(model, known)

    monkeypatch.setattr("ml.purchases.orders.require_leaving", refuse_one)
    assert fit_likeliest(histories).name == "MBG/NBD"


def test_one_customer_of_a_thousand_is_the_border():
    histories = Histories(
        repeats=np.array([4.0, 0.0]),
        last=np.array([50.0, 0.0]),
        age=np.array([50.0, 90.0]),
        # Customers who have had no chance to leave do not count.
        customers=np.array([10.0, 1e6]),
    )
    # The odds of having left are a / (b + 3).
    more, fewer = (
        PurchaseModel("BG/NBD", 1.0, 10.0, odds * 100, 97.0, 0.0)
        for odds in (1.01e-3, 0.99e-3)
    )
    require_leaving(more, histories)
    with pytest.raises(FitError, match=r"is 0\.1 %\.$"):
        require_leaving(fewer, histories)


@pytest.mark.parametrize(
    ("model", "meanings"),
    [("BG/NBD", PURCHASE_MEANINGS), ("Gamma-Gamma", SPEND_MEANINGS)],
)
def test_each_bound_of_each_parameter_has_a_meaning(model, meanings):
    inside = dict.fromkeys(meanings, 1.0)
    require_inside(model, inside, meanings)
    for name, both in meanings.items():
        for value, meaning in zip((SMALLEST, LARGEST), both, strict=True):
            with pytest.raises(FitError) as refused:
                require_inside(model, {**inside, name: value}, meanings)
            said = f"{model} says that {meaning}: its {name} is {plain(value)}."
            assert str(refused.value) == said


def spend_of(seed, spread):
    """Return purchases and means of customers; `spread` is q, or None if alike."""
    random = np.random.default_rng(seed)
    purchases = random.integers(1, 20, 1_000).astype(float)
    scales = random.gamma(spread, 1 / 15, 1_000) if spread else np.full(1_000, 0.25)
    return purchases, random.gamma(6 * purchases) / scales / purchases


@pytest.mark.parametrize("seed", SEEDS)
def test_customers_who_differ_in_spend_are_not_refused(seed):
    purchases, means = spend_of(seed, 3.7)
    model = fit_spend(purchases, means, np.ones(1_000))
    assert model.q == pytest.approx(3.7, rel=0.2)


def test_customers_who_spend_alike_are_refused_by_name():
    # All amounts of a customer and of all customers are as like as amounts can be.
    purchases = np.tile([1.0, 5.0, 20.0], 300)
    means = np.where(np.arange(900) % 2, 19.0, 21.0)
    spread = np.sqrt(purchases)
    with pytest.raises(FitError, match="^Gamma-Gamma says that all customers spend"):
        fit_spend(purchases, 20 + (means - 20) / spread, np.ones(900))


def test_customers_who_hardly_differ_in_spend_are_not_refused():
    # The mean of the customer with 21 purchases has a weight of 6 %.
    require_differing_spend(p=0.74, q=257.0, most_purchases=21)
    with pytest.raises(FitError, match="spend alike: its q is 257"):
        require_differing_spend(p=0.74, q=257.0, most_purchases=0.1)


def test_an_infinite_mean_is_refused_by_name():
    with pytest.raises(FitError, match=r"infinite: its q is 0\.8, and it must"):
        require_differing_spend(p=1.0, q=0.8, most_purchases=3)


def test_small_numbers_are_written_without_exponents():
    assert plain(1.7e-9) == "0.0000000017"
    assert plain(122_798.4) == "122,798"
    assert [plain(one) for one in (0.0, 0.5, 257.04)] == ["0", "0.5", "257"]
