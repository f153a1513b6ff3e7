"""Differences of a segment are measured in standard deviations of all customers."""

import numpy as np

from ml.customers.customers import Customers
from ml.segments.profiles import order_measures, profile_segment

MEMBERS = np.array([True, True, False, False])


def test_features_are_ordered_by_their_difference():
    numbers = {
        "a_little": np.array([2.0, 1.0, 1.0, 1.0]),
        "unknown": np.full(4, np.nan),
        "constant": np.full(4, 3.0),
        "much_less": np.array([0.0, 0.0, 1.0, 1.0]),
        "known_of_others": np.array([np.nan, np.nan, 1.0, 2.0]),
    }
    profile = profile_segment(Customers(numbers, {}, np.ones(4)), MEMBERS)
    differences = order_measures(profile)
    assert [feature for feature, _ in differences] == ["much_less", "a_little"]
    assert np.isclose(differences[0][1], -1.0)
    assert np.isclose(differences[1][1], 1 / np.sqrt(3))


def test_means_are_of_whom_a_feature_is_known():
    numbers = {"margin_rate": np.array([0.5, np.nan, -1.0, np.nan])}
    profile = profile_segment(Customers(numbers, {}, np.ones(4)), MEMBERS)
    measure = profile.measures["margin_rate"]
    assert measure.mean == 0.5
    assert measure.everybody == -0.25
    # A negative mean has no factor.
    assert measure.factor == 1.0


def test_a_segment_of_nobody_has_an_empty_profile():
    numbers = {"recency_days": np.arange(4.0)}
    markets = {"market": np.array(["Europe"] * 4, dtype=object)}
    customers = Customers(numbers, markets, np.arange(4.0))
    profile = profile_segment(customers, np.zeros(4, bool))
    assert not profile.measures and not profile.shares
