"""Warnings that belong to a name whenever they are true, namesakes or not."""

from ml.segments.naming.lifecycles import MAJORITY
from ml.segments.naming.true_words import true_words
from ml.segments.profiles import Profile

AT_A_LOSS = "sold at a loss"
LOSSES = "loss_order_rate"


def list_warnings(profile: Profile) -> list[str]:
    """Return the warnings about a segment, the gravest first.

    A loss is a warning even if all segments make one. The other serious features of the
    catalogue are warnings if the segment stands out by them.
    """
    serious = [
        words
        for words, feature, direction in true_words(profile)
        if direction > 0
        and feature != LOSSES
        and profile.measures[feature].words.is_serious
    ]
    return [AT_A_LOSS, *serious] if makes_a_loss(profile) else serious


def makes_a_loss(profile: Profile) -> bool:
    """Return whether a segment makes a loss, or most of its orders do."""
    return profile.profit_rate < 0 or profile.of(LOSSES).mean >= MAJORITY


def warning_words(profile: Profile) -> set[str]:
    """Return all words that are warnings, true of the segment or not."""
    measures = profile.measures.values()
    return {AT_A_LOSS} | {
        one.words.high_words for one in measures if one.words.is_serious
    }
