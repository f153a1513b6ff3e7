"""Every profile has a name, a description and an action."""

import math

from hypothesis import given
from hypothesis import strategies as st

from ml.naming import ACTIONS, Profile, describe, name_segments, suggest_action

FACTORS = st.floats(0, 1e6) | st.floats(-10, 10)
PROFILES = st.builds(Profile, FACTORS, FACTORS, FACTORS, FACTORS)


@given(st.lists(PROFILES, min_size=1, max_size=10))
def test_every_profile_has_words_and_names_differ(profiles):
    names = name_segments(profiles)
    assert len(set(names)) == len(names) == len(profiles)
    for name, profile in zip(names, profiles, strict=True):
        assert suggest_action(name) in ACTIONS.values()
        assert describe(profile).endswith(".")


def test_every_name_that_can_be_given_has_an_action():
    factors = (0.1, 1.0, 10.0)
    names = {
        name_segments([Profile(value, frequency, discount, 1.0)])[0]
        for value in factors
        for frequency in factors
        for discount in factors
    }
    assert names == {*ACTIONS}


def test_factors_are_said_as_people_say_them():
    text = describe(Profile(value=2.64, frequency=1.0, discount=0.04, recency=0.95))
    assert "Worth 2.6 times the average customer" in text
    assert "about the average frequency" in text
    assert "4 % of the average discount" in text
    assert not math.isnan(Profile(1, 1, 1, 1).value)
