"""Qualifiers that tell a segment from other segments of the same name."""

from itertools import combinations

from ml.segments.naming.true_words import true_categories, true_words
from ml.segments.profiles import Measure, Profile

# Words for a feature tell two segments apart, clearly or at all, if their means differ
# by at least so many standard deviations.
CLEARLY, AT_ALL = 0.25, 0.05
# Words for a category tell two segments apart if its shares in them differ by at least
# this.
SHARE_GAP = 0.1


def list_qualifiers(profile: Profile, others: list[Profile]) -> list[str]:
    """Return the qualifiers that tell a segment from the others, best first.

    The others are the segments that would have the same name. A qualifier is true of
    the segment, compared with all customers. For each of the others, at least one part
    of the qualifier is less true. Serious features come first, then single features,
    single categories, and pairs. Within each of these groups, larger differences come
    first.
    """
    features, serious = [], []
    for words, feature, direction in true_words(profile):
        mine = profile.of(feature)
        gaps = [
            direction * (mine.difference - other.of(feature).difference)
            for other in others
        ]
        features.append((words, gaps))
        if mine.words.is_serious and max(gaps) >= CLEARLY:
            serious.append((words, gaps))
    nobody = Measure(mean=0.0)
    categories = [
        (words, [share.mean - other.shares.get(kind, nobody).mean for other in others])
        for words, kind, share in true_categories(profile)
    ]
    ordinary = [one for one in [*features, *categories] if one not in serious]
    pairs = [join(one, two) for one, two in combinations(ordinary, 2)]
    return [
        *rank(serious, CLEARLY),
        *rank([join(one, two) for one in serious for two in ordinary], CLEARLY),
        *rank(features, CLEARLY),
        *rank(categories, SHARE_GAP),
        *rank(pairs, CLEARLY),
        *rank(features, AT_ALL),
        *rank(pairs, AT_ALL),
    ]


def join(one: tuple, two: tuple) -> tuple[str, list[float]]:
    """Return two qualifiers as one; of their gaps to each other segment, the larger."""
    return f"{one[0]}, {two[0]}", [*map(max, one[1], two[1])]


def rank(said: list[tuple[str, list[float]]], least: float) -> list[str]:
    """Return the words whose smallest gap is at least `least`, by that gap."""
    nearest = [(min(gaps), words) for words, gaps in said]
    enough = [one for one in nearest if one[0] >= least]
    return [words for _, words in sorted(enough, key=lambda one: (-one[0], one[1]))]
