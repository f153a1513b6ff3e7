"""Describe each segment by one sentence with figures."""

import math

from ml.segments.feature_words import FeatureWords
from ml.segments.naming.lifecycles import find_state
from ml.segments.naming.true_words import bought_once, has_pace, is_noticeable
from ml.segments.naming.warnings import makes_a_loss
from ml.segments.profiles import VALUE, Measure, Profile, order_measures
from ml.segments.segment_facts import ONCE

# Besides value and frequency, a sentence has at most so many features. Each of them
# differs from all customers by at least so many standard deviations.
FEATURES_TOLD = 3
WORTH_TELLING = 0.25

# The catalogue has no phrases for the features of a signal. Their phrases follow from
# the ending of the feature's name.
SIGNAL_PHRASES = {
    "_count_90d": "{signal} {{}} times in 90 days",
    "_recency_days": "last {signal} {{}} days ago",
    "_mean_value_365d": "{signal} value {{}}",
}


def describe_all(profiles: list[Profile]) -> list[str]:
    """Return one sentence per segment; a single segment gets a fixed sentence."""
    if len(profiles) == 1:
        return ["Everybody with a purchase: there is no other segment to compare with."]
    return [describe(profile) for profile in profiles]


def describe(profile: Profile) -> str:
    """Return one sentence with the figures in which a segment differs."""
    parts = (say_worth(profile), say_pace(profile), say_states(profile))
    first = ", ".join(part for part in parts if part)
    told = tell_features(profile)
    if not first and not told:
        return "No known figure differs from that of all customers."
    sentence = ": ".join(part for part in (first, "; ".join(told)) if part)
    return f"{sentence[0].upper()}{sentence[1:]}."


def say_worth(profile: Profile) -> str:
    """Return in words the value of a segment's customers."""
    factor = divide(profile, VALUE)
    if factor is None:
        return ""
    if factor <= 0:
        return "worth nothing after returns"
    times = f"{factor:.1f} times" if factor > 1 else say_share(factor)
    if makes_a_loss(profile):
        # Who spends much at a loss is not worth much.
        times = "about" if is_about_average(factor) else times
        return f"spending {times} as much as the average customer"
    if is_about_average(factor):
        return "worth about as much as the average customer"
    return f"worth {times}{' of' * (factor <= 1)} the average customer"


def say_pace(profile: Profile) -> str:
    """Return in words how often a segment's customers order."""
    if bought_once(profile):
        return f"{say_part(profile.of(ONCE).mean)} bought only once"
    factor = divide(profile, "orders_per_month")
    if factor is None or not has_pace(profile):
        return ""
    if is_about_average(factor):
        return "ordering about as often"
    times = f"{factor:.1f} times" if factor > 1 else say_share(max(factor, 0))
    return f"ordering {times} as often"


def say_states(profile: Profile) -> str:
    """Return in words the share of the largest state; those who are away are one."""
    states = dict(profile.states)
    if find_state(profile) == "lapsing":
        states["lapsing or lapsed"] = states.get("lapsing", 0) + states.get("lapsed", 0)
    if not states:
        return ""
    state, share = max(states.items(), key=lambda item: (item[1], item[0]))
    return f"{say_part(share)} {state}"


def divide(profile: Profile, feature: str) -> float | None:
    """Return a segment's mean relative to that of all; None if that is not positive."""
    measure = profile.of(feature)
    return measure.mean / measure.everybody if measure.everybody > 0 else None


def is_about_average(factor: float) -> bool:
    """Return whether people would call two means of this ratio equal."""
    return 0.95 <= factor <= 1.05


def tell_features(profile: Profile) -> list[str]:
    """Return in words the features in which a segment differs most from the average."""
    told: dict[str, str] = {}
    for feature, difference in order_measures(profile):
        if len(told) == FEATURES_TOLD:
            break
        topic, phrase = find_phrase(feature, profile.measures[feature].words)
        if not phrase or not is_noticeable(profile, feature):
            continue
        # Only the feature of a topic that differs most gets a phrase.
        if abs(difference) >= WORTH_TELLING:
            told.setdefault(topic, say_beside(phrase, profile.measures[feature]))
    return [*told.values()]


def find_phrase(feature: str, words: FeatureWords) -> tuple[str, str]:
    """Return topic and phrase of a feature; the phrase is "" if it has none."""
    for ending, phrase in SIGNAL_PHRASES.items():
        signal = feature.removesuffix(ending)
        if signal != feature and not words.phrase:
            return signal, phrase.format(signal=signal.replace("_", " "))
    return words.topic or feature, words.phrase


def say_beside(phrase: str, measure: Measure) -> str:
    """Return a segment's mean in words, with that of all in brackets."""
    say = say_share if measure.words.unit == "rate" else say_number
    return f"{phrase.format(say(measure.mean))} (average {say(measure.everybody)})"


def say_part(share: float) -> str:
    """Return a share of a segment, rounded down: a share below 1 never becomes 100%."""
    # A sum of shares may be a little below the whole.
    return "all" if share > 1 - 1e-9 else f"{math.floor(share * 100)}%"


def say_share(share: float) -> str:
    """Return a ratio as a percentage; a ratio under 1% never becomes 0%."""
    if 0 < share < 0.01:
        return "under 1%"
    return f"{share:.0%}".replace("-", "\N{MINUS SIGN}")


def say_number(number: float) -> str:
    """Return a number in words: from ten on without decimals, else with one decimal."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.1f}"
