"""What sets a segment apart from others of the same name."""

from itertools import combinations

from ml.segments.naming.true_words import true_categories, true_words
from ml.segments.profiles import Profile

# How many standard deviations of everybody lie between a segment and the next of
# the same name, for words to tell them apart: first clearly, then at all.
GAPS = (0.25, 0.05)
# How much larger a share is than that of every other segment of the same name.
SHARE_GAP = 0.1


def list_qualifiers(profile: Profile, others: list[Profile]) -> list[str]:
    """Return the qualifiers that tell a segment from the others, best first.

    A qualifier is true beside everybody, and at least one part of it is less true of
    each other segment. Serious features come first, then one feature, one category, and
    two of them; within each the larger difference. The others are the segments that
    would have the same name.
    """
    clearly, at_all = GAPS
    features, serious = [], []
    for words, feature, direction in true_words(profile):
        gaps = [direction * gap(profile, other, feature) for other in others]
        features.append((words, gaps))
        if profile.measures[feature].words.is_serious and max(gaps) >= clearly:
            serious.append((words, gaps))
    categories = [
        (words, [profile.share(category) - other.share(category) for other in others])
        for words, category in true_categories(profile)
    ]
    ordinary = [one for one in [*features, *categories] if one not in serious]
    pairs = [join(one, two) for one, two in combinations(ordinary, 2)]
    return [
        *rank(serious, clearly),
        *rank([join(one, two) for one in serious for two in ordinary], clearly),
        *rank(features, clearly),
        *rank(categories, SHARE_GAP),
        *rank(pairs, clearly),
        *rank(features, at_all),
        *rank(pairs, at_all),
    ]


def join(one: tuple, two: tuple) -> tuple[str, list[float]]:
    """Return two qualifiers as one: either may tell another segment apart."""
    return f"{one[0]}, {two[0]}", [*map(max, one[1], two[1])]


def gap(profile: Profile, other: Profile, feature: str) -> float:
    """Return how far a segment lies above another, in standard deviations."""
    return profile.difference(feature) - other.difference(feature)


def rank(said: list[tuple[str, list[float]]], least: float) -> list[str]:
    """Return words with a large smallest gap to other segments, the largest first."""
    nearest = [(min(gaps), words) for words, gaps in said]
    enough = [one for one in nearest if one[0] >= least]
    return [words for _, words in sorted(enough, key=lambda one: (-one[0], one[1]))]
