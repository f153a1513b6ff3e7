"""Names and actions in hard cases: they never contradict the figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.segments.naming import describe_all, name_segments, suggest_action
from ml.segments.naming.actions import ACTIONS, AT_A_LOSS, IN_STEPS, RAISE_PRICES
from ml.segments.profiles import profile_segment
from tests.ml.segments.words import WORDS
from tests.ml.shops import make_shop

AWAY = ("lapsing", "lapsed")
# What must not be said of customers most of whom stay away.
KEEPING = ("Keep", "Raise", "no discounts", "Reward", "clearance", "Welcome")


def segments_of(customers, labels):
    """Return the masks and the profiles of the segments."""
    masks = [labels == label for label in np.unique(labels)]
    return masks, [profile_segment(customers, mask, WORDS) for mask in masks]


def with_states(customers, state):
    """Return the customers, all of them in one state."""
    return replace(customers, states=np.full(len(customers), state, dtype=object))


def with_margins(customers, margins):
    """Return the customers with a profit; margins are shares of their net sales."""
    margins = np.broadcast_to(np.asarray(margins, float), len(customers)).copy()
    losses = {"loss_order_rate": (margins < 0).astype(float)}
    return replace(
        customers, numbers=customers.numbers | {"margin_rate": margins} | losses
    )


def check_laws(customers, labels):
    """Check the laws of names, descriptions and actions; return the names."""
    masks, profiles = segments_of(customers, labels)
    names = name_segments(profiles)
    assert len({*names}) == len(names)
    # A retraining that changes nothing changes no name.
    assert name_segments(profiles, names) == names
    sentences = describe_all(profiles)
    for name, mask, profile, sentence in zip(
        names, masks, profiles, sentences, strict=True
    ):
        action = suggest_action(name, profile)
        assert sentence.endswith(".") and action.endswith((".", "!"))
        assert "nan" not in f"{name} {sentence} {action}"
        away = np.isin(customers.states[mask], AWAY).mean()
        sales = customers.values[mask]
        share = sales.sum() / customers.values.sum() if customers.values.sum() else 0
        if away > 0.5:
            assert not any(word in action for word in KEEPING), (name, action)
            assert not any(word in name for word in ("frequent", "recent", "newcomers"))
        if (customers.states[mask] == "new").mean() > 0.5:
            assert "back" not in action or "come back" in action
        if "frequent" in name:
            assert np.median(customers.order_counts[mask]) >= 4
        if "rhythm" in name:
            assert np.median(customers.order_counts[mask]) >= 4
        if share >= 0.1:
            assert "spend elsewhere" not in action
        profit = (customers.numbers["margin_rate"][mask] * sales).sum()
        if profit < 0:
            assert "sold at a loss" in name and action == AT_A_LOSS
            assert "High-value" not in name and "igh-value" not in name
    return names


SHOPS = st.builds(
    make_shop,
    st.sampled_from(["one order each", "all on one day", "regular", "heavy tail"]),
    st.integers(20, 150),
    st.integers(0, 99),
)


@given(SHOPS, st.integers(1, 10), st.integers(0, 99))
def test_names_never_contradict_the_figures(customers, ways, seed):
    random = np.random.default_rng(seed)
    customers = with_margins(customers, random.normal(0.2, 0.3, len(customers)))
    check_laws(customers, random.integers(0, ways, len(customers)))
    ranks = np.argsort(np.argsort(customers.values))
    check_laws(customers, ranks * ways // len(customers))


@pytest.mark.parametrize("state", ["new", "active", "lapsing", "lapsed"])
@pytest.mark.parametrize("ways", [1, 2, 5, 10])
@pytest.mark.parametrize("margin", [-0.2, 0.3])
def test_all_customers_may_be_in_one_state(state, ways, margin):
    customers = with_margins(with_states(make_shop("regular", 120), state), margin)
    names = check_laws(customers, np.arange(120) % ways)
    if ways > 1 and state in AWAY:
        assert all(name.startswith(("Low-engagement", "Laps")) for name in names)
    if ways > 1 and state == "new":
        assert all("newcomers" in name.lower() for name in names)


@pytest.mark.parametrize("ways", [1, 3, 10])
def test_files_without_amounts_have_names(ways):
    customers = replace(make_shop("regular", 120), values=np.zeros(120))
    names = check_laws(with_margins(customers, np.nan), np.arange(120) % ways)
    assert not any("value" in name or "spending" in name for name in names)


def test_all_at_a_loss_are_warned_of_alone_and_among_others():
    customers = with_margins(make_shop("regular", 60), -0.1)
    for ways in (1, 3):
        names = check_laws(customers, np.arange(60) % ways)
        assert all("sold at a loss" in name for name in names)


def halves(state, **columns):
    """Return 40 customers in two halves; the first half has the state."""
    customers = make_shop("regular", 40)
    states = np.repeat(np.array([state, "active"], dtype=object), 20)
    numbers = {
        name: np.repeat(np.asarray(column, float), 20)
        for name, column in columns.items()
        if name != "clv_amount"
    }
    values = np.repeat(np.asarray(columns.get("clv_amount", (50, 50)), float), 20)
    return replace(
        customers,
        numbers=customers.numbers | numbers,
        values=values,
        states=states,
        order_counts=np.full(40, 8.0),
    )


def name_first(customers, kept=("", "")):
    """Return the name and the action of the first half."""
    _, profiles = segments_of(customers, np.repeat([0, 1], 20))
    name = name_segments(profiles, list(kept))[0]
    return name, suggest_action(name, profiles[0])


def test_much_revenue_is_never_given_up():
    name, action = name_first(halves("lapsed", clv_amount=(40, 160)))
    assert (name, action) == ("Low-engagement", IN_STEPS)
    name, action = name_first(halves("lapsed", clv_amount=(4, 160)))
    assert (name, action) == ("Low-engagement", ACTIONS["Low-engagement"])


def test_discounts_are_not_for_those_who_bring_no_margin():
    cheap = halves("active", average_discount_rate=(0.3, 0.02), margin_rate=(0.05, 0.4))
    assert name_first(cheap) == ("Price-sensitive", RAISE_PRICES)
    cheap = halves("active", average_discount_rate=(0.3, 0.02), margin_rate=(0.2, 0.4))
    assert name_first(cheap) == ("Price-sensitive", ACTIONS["Price-sensitive"])
    # Three times a discount of nearly nothing.
    cheap = halves("active", average_discount_rate=(0.04, 0.01))
    assert not name_first(cheap)[0].startswith("Price-sensitive")


def test_a_name_stays_until_the_figures_contradict_it():
    kept = ("High-value frequent", "")
    often = {"orders_per_month": (0.4, 0.2), "clv_amount": (110, 100)}
    assert name_first(halves("active", **often))[0] == "Mid-spending frequent"
    assert name_first(halves("active", **often), kept)[0] == "High-value frequent"
    for customers, name in (
        (halves("lapsed", **often), "Lapsed mid-spending"),
        (
            halves("active", **{**often, "clv_amount": (90, 100)}),
            "Mid-spending frequent",
        ),
        (
            replace(halves("active", **often), order_counts=np.full(40, 3.0)),
            "Mid-spending",
        ),
    ):
        assert name_first(customers, kept)[0] == name
    name, action = name_first(with_margins(halves("active", **often), -0.2), kept)
    assert (name, action) == ("Mid-spending frequent, sold at a loss", AT_A_LOSS)


def test_the_middle_is_not_kept_far_from_the_middle():
    kept = ("Mid-spending", "")
    for first, second, stays in ((70, 100, True), (20, 100, False), (600, 100, False)):
        name, _ = name_first(halves("active", clv_amount=(first, second)), kept)
        assert name.startswith("Mid-spending") == stays


def test_a_warning_and_a_qualifier_go_when_they_are_no_longer_true():
    kept = ("Mid-spending, sold at a loss", "Mid-spending, recent")
    customers = halves("active", recency_days=(30, 30))
    _, profiles = segments_of(customers, np.repeat([0, 1], 20))
    names = name_segments(profiles, list(kept))
    assert not any("loss" in name or "recent" in name for name in names)


def test_numbers_of_earlier_versions_go():
    names = name_first(halves("active"), ("Mid-spending 2", "Mid-spending"))
    assert names[0] != "Mid-spending 2"


def test_customers_who_buy_every_month_are_not_occasional():
    often = {"clv_amount": (100, 101), "average_gap_days": (20, 5)}
    monthly = halves("active", orders_per_month=(1.2, 4), **often)
    assert "occasional" not in name_first(monthly)[0]
    yearly = halves("active", orders_per_month=(0.1, 0.4), **often)
    assert name_first(yearly)[0] == "Mid-spending occasional"
