"""The words of a name are true for the typical customer of the segment."""

from dataclasses import replace

import numpy as np
import pytest

from ml.customers.customers import Customers
from ml.segments.naming import describe, name_segments
from ml.segments.profiles import profile_segment
from tests.ml.segments.words import WORDS
from tests.ml.shops import HISTORIES, make_shop


def divide(customers, random, ways):
    """Return labels, either random or by the value of the customers."""
    if random.random() < 0.3:
        return random.integers(0, ways, len(customers))
    noise = random.normal(1, 0.3, len(customers))
    ranks = np.argsort(np.argsort(customers.values * noise))
    return ranks * ways // len(customers)


def with_discounts(customers, random):
    """Return the customers, some of them with discounts."""
    few = random.choice([0.0, 0.2, 0.6])
    discounts = random.random(len(customers)) * (random.random(len(customers)) < few)
    numbers = customers.numbers | {"average_discount_rate": discounts}
    return replace(customers, numbers=numbers)


def typical(column, members):
    """Return the medians of the members and of all other customers."""
    return np.nanmedian(column[members]), np.nanmedian(column[~members])


def check(name, customers, members):
    """Check each word of a name against independently computed figures."""
    numbers = customers.numbers
    values, others = typical(customers.values, members)
    pace, others_pace = typical(numbers["orders_per_month"], members)
    came_back = (numbers["average_gap_days"][members] >= 1).mean()
    base = name.split(",")[0]
    if base.startswith("High-value"):
        assert values > others
    if base.startswith(("Low-spending", "Low-engagement")):
        assert values < others
    if base.lower().endswith("frequent"):
        assert came_back >= 0.5 and pace > others_pace
        assert np.median(customers.order_counts[members]) >= 4
    if base.lower().endswith("occasional"):
        assert came_back >= 0.5 and pace < others_pace
    if "one-time buyers" in base or "bought once" in name:
        assert numbers["is_one_time_buyer"][members].mean() >= 0.9
    if base == "Price-sensitive":
        discount, others_discount = typical(numbers["average_discount_rate"], members)
        assert discount > others_discount
    away = np.isin(customers.states[members], ["lapsing", "lapsed"]).mean()
    lapsed = (customers.states[members] == "lapsed").mean()
    assert (away > 0.5) == base.startswith(("Low-engagement", "Laps"))
    assert not base.startswith("Lapsed") or lapsed > 0.5
    assert not base.startswith("Lapsing") or lapsed <= 0.5
    new = (customers.states[members] == "new").mean()
    assert (new > 0.5) == base.lower().endswith("newcomers")
    if "bought again" in name:
        assert came_back >= 0.9
    if "rhythm" in name or "ordering" in name:
        assert came_back >= 0.5
    for word, direction in (("recent", -1), ("away longer", 1)):
        if f", {word}" in name:
            recency, others_recency = typical(numbers["recency_days"], members)
            assert direction * (recency - others_recency) > 0


@pytest.mark.parametrize("shape", HISTORIES)
def test_every_word_is_true_of_the_typical_customer(shape):
    for seed in range(40):
        random = np.random.default_rng(seed)
        number = int(random.integers(20, 150))
        customers = with_discounts(make_shop(shape, number, seed), random)
        labels = divide(customers, random, int(random.integers(2, 5)))
        masks = [labels == label for label in np.unique(labels)]
        profiles = [profile_segment(customers, members, WORDS) for members in masks]
        for name, members in zip(name_segments(profiles), masks, strict=True):
            check(name, customers, members)


def test_where_nobody_came_back_nothing_is_often_or_rare():
    customers = make_shop("all on one day", 120)
    rich = customers.values > np.median(customers.values)
    profiles = [profile_segment(customers, members, WORDS) for members in (rich, ~rich)]
    said = " ".join([*name_segments(profiles), *map(describe, profiles)]).lower()
    assert "high-value" in said
    for word in ("frequent", "occasional", "engagement", "ordering", "often"):
        assert word not in said
    # A wrong name from an earlier version is also replaced.
    kept = name_segments(profiles, ["High-value frequent", "Low-spending occasional"])
    assert kept == name_segments(profiles)


def test_a_whale_does_not_make_its_neighbours_valuable():
    random = np.random.default_rng(1)
    values = np.r_[np.full(24, 40.0), 9_000.0, random.uniform(60, 90, 25)]
    labels = np.arange(50) < 25
    profiles = [
        profile_segment(Customers({}, {}, values), members, WORDS)
        for members in (labels, ~labels)
    ]
    # With 50 customers, the cap is the second largest value.
    assert not name_segments(profiles)[0].startswith("High-value")
    values[20:25] = 9_000.0
    names = name_segments(
        [
            profile_segment(Customers({}, {}, values), members, WORDS)
            for members in (labels, ~labels)
        ]
    )
    assert names == ["Mixed-spending", "Mid-spending"]


def test_what_everybody_has_alike_or_nobody_knows_is_no_word():
    number = 40
    alike = {
        "recency_days": np.full(number, 9.0),
        "orders_per_month": np.full(number, 2.0),
        "average_discount_rate": np.full(number, np.nan),
        "margin_rate": np.full(number, np.nan),
        "average_gap_days": np.full(number, 14.0),
        "is_one_time_buyer": np.zeros(number),
    }
    half = np.arange(number) < 20
    for values, names in (
        (np.full(number, 25.0), ["Average", "Average, group B"]),
        (np.where(half, 90.0, 10.0), ["High-value", "Low-spending"]),
    ):
        profiles = [
            profile_segment(Customers(alike, {}, values), members, WORDS)
            for members in (half, ~half)
        ]
        assert name_segments(profiles) == names
