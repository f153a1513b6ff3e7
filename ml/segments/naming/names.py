"""Name segments by how each differs from all customers."""

import re
from collections.abc import Iterator
from string import ascii_uppercase

from ml.segments.naming.bases import find_base, is_possible
from ml.segments.naming.qualifiers import (
    AT_ALL,
    CLEARLY,
    are_still_true,
    list_qualifiers,
    list_superlatives,
)
from ml.segments.naming.warnings import list_warnings, warning_words
from ml.segments.profiles import Profile

# The name of a single segment.
EVERYBODY = "All customers"


def name_segments(profiles: list[Profile], kept: list[str] | None = None) -> list[str]:
    """Return a different name for each segment, in the order of the profiles.

    A name has a base, warnings, and qualifiers if another segment has the same base and
    warnings. `kept` are the names that segments already have, "" for a segment without
    one. A segment keeps its base and its qualifiers as long as its figures do not
    contradict them. It gets the warnings that are true now.
    """
    if len(profiles) == 1:
        return [join(EVERYBODY, *list_warnings(profiles[0]))]
    kept = kept or [""] * len(profiles)
    former = [split(*pair) for pair in zip(kept, profiles, strict=True)]
    stems = [
        join(base or find_base(profile), *list_warnings(profile))
        for (base, _), profile in zip(former, profiles, strict=True)
    ]
    namesakes = [
        [
            profiles[one]
            for one in range(len(stems))
            if stems[one] == stem and one != own
        ]
        for own, stem in enumerate(stems)
    ]
    names: list[str] = []
    for (base, qualifiers), *known in zip(former, profiles, namesakes, strict=True):
        stays = base and are_still_true(qualifiers, *known)
        name = join(stems[len(names)], *qualifiers) if stays else ""
        # Two segments may have become namesakes because a warning came or went.
        names.append("" if name in names else name)
    for own, stem in enumerate(stems):
        proposed = propose(stem, profiles[own], namesakes[own])
        names[own] = names[own] or next(name for name in proposed if name not in names)
    return names


def join(*parts: str) -> str:
    """Return the parts of a name as a name."""
    return ", ".join(parts)


def split(name: str, profile: Profile) -> tuple[str, list[str]]:
    """Return the base of a former name and its qualifiers, without warnings.

    The base is "" if one segment of several may not keep it. Earlier versions told
    namesakes apart by a number, which is left out.
    """
    base, *parts = re.sub(r" \d+$", "", name).split(", ")
    may_stay = base != EVERYBODY and is_possible(base, profile)
    qualifiers = [part for part in parts if part not in warning_words(profile)]
    return (base if may_stay else "", qualifiers)


def propose(stem: str, profile: Profile, others: list[Profile]) -> Iterator[str]:
    """Yield names for a segment, the best first, and at last a different letter each.

    A segment is told from its namesakes by what is true of it among all customers, then
    by what it has most of among the namesakes. One of them may have no qualifier.
    """
    if others:
        for qualifier in list_qualifiers(profile, others):
            yield join(stem, qualifier)
        for qualifier in list_superlatives(profile, others, 1, CLEARLY):
            yield join(stem, qualifier)
    yield stem
    for direction, least in ((-1, CLEARLY), (1, AT_ALL), (-1, AT_ALL)):
        for qualifier in list_superlatives(profile, others, direction, least):
            yield join(stem, qualifier)
    for letter in ascii_uppercase[1:]:
        yield join(stem, f"group {letter}")
