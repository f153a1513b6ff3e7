"""Qualifiers that tell a segment from other segments of the same name."""

from itertools import combinations

from ml.segments.naming.lifecycles import is_away
from ml.segments.naming.true_words import has_pace, true_categories, true_words
from ml.segments.profiles import VALUE, Measure, Profile

# Words for a feature tell two segments apart, clearly or at all, if their means differ
# by at least so many standard deviations.
CLEARLY, AT_ALL = 0.25, 0.05
# Words for a category tell two segments apart if its shares in them differ by at least
# this.
SHARE_GAP = 0.1
# What the first and the last of the namesakes are called, by the mean of a feature.
SUPERLATIVES = {
    VALUE: ("spending most", "spending least"),
    "orders_per_month": ("ordering most often", "ordering least often"),
    "average_order_amount": ("largest baskets", "smallest baskets"),
    "recency_days": ("longest away", "last order most recent"),
}


def list_qualifiers(profile: Profile, others: list[Profile]) -> list[str]:
    """Return the qualifiers that tell a segment from the others, best first.

    The others are the segments that would have the same name. A qualifier is true of
    the segment, compared with all customers. For each of the others, at least one part
    of the qualifier is less true. Single features come first, then single categories,
    and pairs. Within each of these groups, larger differences come first.
    """
    features = []
    for words, feature, direction in true_words(profile):
        mine = profile.of(feature)
        # Serious words are warnings, which a name has anyway.
        if direction < 0 or not mine.words.is_serious:
            gaps = [
                direction * (mine.difference - other.of(feature).difference)
                for other in others
            ]
            features.append((words, gaps))
    nobody = Measure(mean=0.0)
    categories = [
        (words, [share.mean - other.shares.get(kind, nobody).mean for other in others])
        for words, kind, share in true_categories(profile)
    ]
    pairs = [join(one, two) for one, two in combinations([*features, *categories], 2)]
    return [
        *rank(features, CLEARLY),
        *rank(categories, SHARE_GAP),
        *rank(pairs, CLEARLY),
        *rank(features, AT_ALL),
        *rank(pairs, AT_ALL),
    ]


def list_superlatives(
    profile: Profile, others: list[Profile], direction: int, least: float
) -> list[str]:
    """Return in what a segment is the first (1) or the last (-1) of its namesakes.

    The feature with the largest distance to the next namesake comes first. The distance
    is at least `least` standard deviations.
    """
    said = []
    for feature, words in SUPERLATIVES.items():
        # "Longest away" is said of customers who are away, and "most recent" is not.
        is_sayable = feature != "recency_days" or is_away(profile) == (direction > 0)
        if feature in profile.measures and is_sayable and is_known(profile, feature):
            gaps = [
                direction
                * (profile.of(feature).difference - other.of(feature).difference)
                for other in others
            ]
            said.append((words[0 if direction > 0 else 1], gaps))
    return rank(said, least)


def is_known(profile: Profile, feature: str) -> bool:
    """Return whether a feature means something for the customers of a segment."""
    return not profile.of(feature).words.needs_two_orders or has_pace(profile)


def are_still_true(
    qualifiers: list[str], profile: Profile, others: list[Profile]
) -> bool:
    """Return whether a segment may keep its qualifiers beside these namesakes."""
    true = {words for words, *_ in [*true_words(profile), *true_categories(profile)]}
    for direction in (1, -1):
        true |= {*list_superlatives(profile, others, direction, AT_ALL)}
    return {*qualifiers} <= true


def join(one: tuple, two: tuple) -> tuple[str, list[float]]:
    """Return two qualifiers as one; of their gaps to each other segment, the larger."""
    return f"{one[0]}, {two[0]}", [*map(max, one[1], two[1])]


def rank(said: list[tuple[str, list[float]]], least: float) -> list[str]:
    """Return the words whose smallest gap is at least `least`, by that gap."""
    nearest = [(min(gaps, default=least), words) for words, gaps in said]
    enough = [one for one in nearest if one[0] >= least]
    return [words for _, words in sorted(enough, key=lambda one: (-one[0], one[1]))]
