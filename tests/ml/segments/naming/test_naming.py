"""Every profile gets a name, a description and an action."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.customers.customers import Customers
from ml.segments.feature_words import FeatureWords
from ml.segments.naming.actions import (
    ACTIONS,
    ADDITIONS,
    FIRST,
    WHATEVER_ELSE,
    suggest_action,
)
from ml.segments.naming.bases import find_base
from ml.segments.naming.descriptions import describe, describe_all
from ml.segments.naming.names import EVERYBODY, name_segments
from ml.segments.naming.warnings import list_warnings
from ml.segments.profiles import Measure, Profile, profile_segment
from ml.segments.segment_facts import ONCE
from tests.ml.segments.words import WORDS

# Low, neutral and high means of a feature. The neutral one equals the mean of all
# customers.
LEVELS = {
    "clv_amount": (20.0, 100.0, 300.0),
    "orders_per_month": (0.1, 0.2, 0.4),
    "recency_days": (20.0, 100.0, 400.0),
    "average_discount_rate": (0.01, 0.1, 0.3),
    ONCE: (0.0, 0.5, 1.0),
}
STATES = ("new", "active", "lapsing", "lapsed")


def profile_of(means, averages, **known) -> Profile:
    """Return a profile of means by feature; None means unknown."""
    return Profile(
        {
            feature: Measure(
                mean,
                averages[feature],
                mean / averages[feature],
                mean - averages[feature],
                words=WORDS.get(feature, FeatureWords()),
            )
            for feature, mean in means.items()
            if mean is not None
        },
        **known,
    )


def every_combination():
    averages = {feature: levels[1] for feature, levels in LEVELS.items()}
    for levels in product(*((*levels, None) for levels in LEVELS.values())):
        means = dict(zip(LEVELS, levels, strict=True))
        for state in STATES:
            yield profile_of(means, averages, states={state: 1.0})


FEATURES = [name for name, words in WORDS.items() if words.high_words]
UNKNOWN_TO_SOME = [*{*FEATURES} - {"clv_amount", "orders_per_month"}]
NUMBERS = st.floats(-1e6, 1e6) | st.floats(-3, 3) | st.floats(0, 1)
MEASURES = st.fixed_dictionaries(
    {},
    optional={
        feature: st.builds(
            Measure,
            NUMBERS,
            NUMBERS,
            NUMBERS,
            st.floats(-9, 9),
            words=st.just(WORDS[feature]),
        )
        for feature in FEATURES
    },
)
PROFILES = st.builds(
    Profile,
    MEASURES,
    st.dictionaries(
        st.tuples(st.sampled_from(["market", "payment_type"]), st.text(max_size=40)),
        st.builds(Measure, st.floats(0, 1), st.floats(0, 1)),
        max_size=3,
    ),
    came_back=st.floats(0, 1),
    states=st.dictionaries(st.sampled_from(STATES), st.floats(0, 1)),
    order_count=st.floats(1, 50) | st.just(np.nan),
    revenue_share=st.floats(0, 1) | st.just(np.nan),
    profit_rate=st.floats(-1, 1) | st.just(np.nan),
)


def test_every_combination_has_a_name_an_action_and_a_sentence():
    names = set()
    for profile in every_combination():
        name, _ = name_segments([profile, Profile()])
        names.add(find_base(profile))
        assert ACTIONS[find_base(profile)] in suggest_action(name, profile)
        assert describe(profile).endswith(".")
    # Profiles without the values of customers cannot show that spending is mixed.
    others = {base for base in ACTIONS if "ixed" in base}
    assert names == {*ACTIONS} - others - {EVERYBODY}


def test_a_single_segment_is_all_customers_whatever_it_was_called():
    assert name_segments(sample_profiles()[:1]) == [EVERYBODY]
    assert name_segments(sample_profiles()[:1], ["High-value frequent"]) == [EVERYBODY]
    assert describe_all(sample_profiles()[:1]) == [
        "Everybody with a purchase: there is no other segment to compare with."
    ]
    kept = name_segments(sample_profiles()[:2], [EVERYBODY, ""])
    assert kept == [*SAMPLE][:2]


@given(st.lists(PROFILES, min_size=2, max_size=10))
def test_names_differ_and_have_words_whatever_the_profiles(profiles):
    names = name_segments(profiles)
    assert len({*names}) == len(names) == len(profiles)
    for name, profile in zip(names, profiles, strict=True):
        assert name.split(", ")[0] == find_base(profile)
        assert not re.search(r"\d$", name)
        assert [
            part for part in name.split(", ") if part in list_warnings(profile)
        ] == (list_warnings(profile))
        assert suggest_action(name, profile).endswith(".")
        assert describe(profile).endswith(".")


@given(st.lists(PROFILES, min_size=1, max_size=6), st.data())
def test_names_that_segments_have_are_kept(profiles, data):
    former = name_segments(data.draw(st.permutations(profiles)))
    names = name_segments(profiles)
    assert name_segments(profiles, names) == names
    is_new = data.draw(st.lists(st.booleans(), min_size=6, max_size=6))
    kept = ["" if new else name for name, new in zip(former, is_new, strict=False)]
    names = name_segments(profiles, kept)
    assert len({*names}) == len(names)


# The four segments of the sample and the mean of all customers.
SAMPLE = {
    "High-value frequent": (1372.8, 0.507, 23.3, 0.010, 0.003),
    "Mid-spending occasional": (535.4, 0.202, 91.5, 0.011, 0.0),
    "Price-sensitive": (330.5, 0.334, 38.2, 0.218, 0.004),
    "Low-engagement": (21.3, 0.104, 402.8, 0.002, 0.734),
}
AVERAGE = dict(zip(LEVELS, (524.3, 0.270, 142.3, 0.059, 0.184), strict=True))
LAPSED = (0.01, 0.02, 0.01, 0.6)


def sample_profiles():
    return [
        profile_of(
            dict(zip(LEVELS, means, strict=True)),
            AVERAGE,
            states={"active": 1 - lapsed, "lapsed": lapsed},
        )
        for means, lapsed in zip(SAMPLE.values(), LAPSED, strict=True)
    ]


def test_the_sample_reads_like_the_four_personas():
    assert name_segments(sample_profiles()) == [*SAMPLE]


def test_a_sentence_tells_figures_beside_the_average():
    assert describe(sample_profiles()[0]) == (
        "Worth 2.6 times the average customer, ordering 1.9 times as often, 99% active:"
        " last order 23 days ago (average 142)."
    )


def shoppers(**features):
    """Return 40 customers in two halves with the same value, as arrays."""
    numbers = {
        name: np.repeat(halves, 20).astype(float) for name, halves in features.items()
    }
    return numbers, np.linspace(90, 110, 40)[np.r_[0:40:2, 39:0:-2]]


def name_halves(numbers, values, categories=None):
    members = np.arange(40) < 20
    return name_segments(
        [
            profile_segment(Customers(numbers, categories or {}, values), half, WORDS)
            for half in (members, ~members)
        ]
    )


def test_a_signal_is_told_in_words_that_fit_any():
    means = {
        "page_visit_count_90d": 6.0,
        "page_visit_recency_days": 31.0,
        "ticket_recency_days": 12.0,
        "score_mean_value_365d": 4.5,
    }
    profile = profile_of(means, {feature: 3.0 for feature in means})
    assert describe(profile) == (
        "Last page visit 31 days ago (average 3.0); last ticket 12 days ago (average"
        " 3.0); score value 4.5 (average 3.0)."
    )
    profile = profile_of({"page_visit_count_90d": 6.0}, {"page_visit_count_90d": 3.0})
    assert describe(profile) == "Page visit 6.0 times in 90 days (average 3.0)."


@pytest.mark.parametrize(
    ("feature", "halves", "qualifiers"),
    [
        ("margin_rate", (0.1, 0.4), ("low-margin", "high-margin")),
        ("recency_days", (10, 300), ("recent", "away longer")),
        ("average_order_amount", (20, 90), ("small baskets", "big baskets")),
        ("fast_order_rate", (0.1, 0.9), ("standard shipping", "fast shipping")),
        ("weekend_order_rate", (0, 1), ("weekday shoppers", "weekend shoppers")),
        ("discounted_line_rate", (0, 1), ("mostly full price", "mostly on offer")),
    ],
)
def test_what_sets_namesakes_apart_is_said_of_both(feature, halves, qualifiers):
    names = name_halves(*shoppers(**{feature: halves}))
    assert names == [f"Mid-spending, {qualifier}" for qualifier in qualifiers]


def test_the_larger_difference_is_the_one_that_is_said():
    numbers, values = shoppers(margin_rate=(0.1, 0.4))
    numbers["recency_days"] = np.tile([10.0, 300.0], 20)
    numbers["recency_days"][:4] = 10.0
    assert name_halves(numbers, values)[0] == "Mid-spending, low-margin"


def test_a_category_is_said_where_no_number_differs():
    numbers, values = shoppers(margin_rate=(0.2, 0.2))
    markets = np.repeat(np.array(["Europe", "USCA"], dtype=object), 20)
    assert name_halves(numbers, values, {"market": markets}) == [
        "Mid-spending, mostly Europe",
        "Mid-spending, mostly USCA",
    ]
    payments = np.repeat(np.array(["TRANSFER", None], dtype=object), 20)
    assert name_halves(numbers, values, {"payment_type": payments}) == [
        "Mid-spending, mostly paying by transfer",
        "Mid-spending",
    ]


def test_losses_are_said_although_two_segments_share_them():
    averages = {"loss_order_rate": 0.5, "average_unit_price": 50.0}
    profiles = [
        profile_of({"loss_order_rate": loss, "average_unit_price": price}, averages)
        for loss, price in ((1.0, 90.0), (1.0, 10.0), (0.1, 50.0))
    ]
    assert name_segments(profiles) == [
        "Average, sold at a loss, high-priced items",
        "Average, sold at a loss, low-priced items",
        "Average",
    ]


def test_only_segments_that_are_alike_get_a_letter():
    profile = sample_profiles()[2]
    assert name_segments([profile] * 3) == [
        "Price-sensitive",
        "Price-sensitive, group B",
        "Price-sensitive, group C",
    ]


@given(st.sets(st.sampled_from(UNKNOWN_TO_SOME)), st.integers(0, 99))
def test_what_a_source_does_not_know_is_never_said(unknown, seed):
    random = np.random.default_rng(seed)
    numbers = {
        feature: np.full(60, np.nan) if feature in unknown else random.random(60)
        for feature in FEATURES
        if feature != "clv_amount"
    }
    nobody_knows = {"market": np.array(["Unknown"] * 60, dtype=object)}
    labels = random.integers(0, 6, 60)
    profiles = [
        profile_segment(
            Customers(numbers, nobody_knows, random.random(60)), labels == label, WORDS
        )
        for label in range(6)
    ]
    names, sentences = (
        " ".join(name_segments(profiles)),
        "".join(map(describe, profiles)),
    )
    assert "nan" not in names + sentences and "Unknown" not in names
    for words in map(WORDS.get, unknown):
        said = filter(None, (words.low_words, words.high_words))
        assert not any(f", {word}" in names for word in said)
        if words.phrase:
            assert words.phrase.replace("{}", "").strip() not in sentences


def test_one_whale_does_not_make_everybody_poor():
    values = np.r_[np.full(50, 100.0), np.full(50, 10.0), 1e9]
    numbers = {"orders_per_month": np.r_[np.full(50, 2.0), np.full(51, 1.0)]}
    members = np.arange(101) < 50
    assert find_base(profile_segment(Customers(numbers, {}, values), members)) == (
        "High-value frequent"
    )


def test_who_ordered_once_is_not_called_frequent():
    averages = {"orders_per_month": 0.1, ONCE: 0.9, "clv_amount": 100.0}
    newcomers = {"orders_per_month": 1.0, ONCE: 1.0, "clv_amount": 20.0}
    profile = profile_of(newcomers, averages)
    assert find_base(profile) == "Low-spending one-time buyers"
    assert describe(profile) == (
        "Worth 20% of the average customer, all bought only once."
    )


def test_every_addition_to_an_action_belongs_to_a_qualifier():
    words = {word for one in WORDS.values() for word in (one.low_words, one.high_words)}
    assert {*FIRST, *ADDITIONS} <= words
    name = "Price-sensitive, often returning, weekend shoppers"
    assert suggest_action(name, Profile()) == (
        f"{FIRST['often returning']} {ACTIONS['Price-sensitive']} "
        f"{ADDITIONS['weekend shoppers']}"
    )


def test_names_of_other_versions_have_actions():
    assert suggest_action("Somebody else's name", Profile()) == WHATEVER_ELSE
