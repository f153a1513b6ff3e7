"""Choose the number of segments from the measures of each candidate."""

import numpy as np

from ml.segments.clustering import SMALLEST_SHARE
from ml.segments.measures import Candidate
from ml.segments.sample_size import SMALLEST_SEGMENT, say_few, say_one

# A silhouette is as good as the best one if it is at most a twentieth below; a share of
# the variance of later revenue, if it is at most a tenth below. If even the best
# candidate explains less of later revenue than LEAST_VALUE, the differences are chance
# and do not matter.
CLEAR, TELLING = 0.05, 0.1
LEAST_VALUE = 0.02
# Inertia as a share of the largest one; differences below it are rounding.
LEAST_INERTIA = 1e-9
# A segmentation is highly stable, or stable, if its bootstrap Jaccard index is at least
# this (Hennig 2007, section 3, and the help of fpc::clusterboot).
HIGHLY_STABLE, STABLE = 0.85, 0.75


def find_elbow(candidates: list[Candidate]) -> int:
    """Return the number of segments at which the logarithm of inertia bends most.

    At the elbow, the curve lies farthest below the straight line from its first to its
    last point, with both axes scaled to 0..1 (Satopaa et al. 2011, "Finding a 'Kneedle'
    in a Haystack", section III). The logarithm compares each fall with the inertia that
    was left, so that the first splits, which lower it most, do not hide later ones.
    """
    inertia = np.array([candidate.inertia for candidate in candidates])
    if len(candidates) < 3 or inertia[0] == inertia[-1]:
        return candidates[0].n_segments
    curve = np.log(np.maximum(inertia, LEAST_INERTIA * inertia.max()))
    height = (curve - curve[-1]) / (curve[0] - curve[-1])
    line = np.linspace(1, 0, len(candidates))
    return candidates[int(np.argmax(line - height))].n_segments


def choose(
    candidates: list[Candidate], customers: int, before: int | None = None
) -> tuple[Candidate | None, str]:
    """Return the best candidate, and the sentence that gives the reason.

    Candidates are dropped one rule after the other: those with a segment of fewer than
    ten customers; those with a segment that is unstable or has under 3 % of the
    customers; two segments, if there are larger numbers; those whose silhouette is over
    a twentieth below the best; those that explain over a tenth less of later revenue
    than the best. Of the rest, the candidate nearest to the elbow is chosen; of two
    equally near ones, the one with more segments. None means one segment.

    The last champion's number of segments, `before`, stays if it is stable and explains
    enough. Another number would end segments that people know, for a small gain.
    """
    usable = [one for one in candidates if one.smallest >= SMALLEST_SEGMENT]
    if not usable:
        return None, say_one(customers, bool(candidates))
    if all(one.stability is None for one in usable):
        return choose_of_few(usable, customers, before)
    elbow = find_elbow(candidates)
    trusted, stability = trust(usable)
    # The silhouette prefers two segments, which only part good customers from others.
    larger = [one for one in trusted if one.n_segments > 2] or trusted
    clear = keep_best(larger, "silhouette", CLEAR)
    telling = keep_best(clear, "value_explained", TELLING, LEAST_VALUE)
    chosen = min(
        telling, key=lambda one: (abs(one.n_segments - elbow), -one.n_segments)
    )
    known = [one for one in usable if one.n_segments == before and is_stable(one)]
    if known:
        both = [chosen, *known]
        if known[0] in keep_best(both, "value_explained", TELLING, LEAST_VALUE):
            return known[0], explain_kept(known[0])
    if not stability:
        return chosen, explain_unstable(chosen, candidates)
    return chosen, explain(chosen, elbow, stability)


def choose_of_few(
    candidates: list[Candidate], customers: int, before: int | None
) -> tuple[Candidate, str]:
    """Return the candidate of size `before`, or the smallest well separated one."""
    known = [one for one in candidates if one.n_segments == before]
    chosen, *_ = known or keep_best(candidates, "silhouette", CLEAR)
    if known:
        why = "as many as before"
    elif len(candidates) > 1:
        why = "the fewest of the clear ones"
    else:
        why = "the only one found"
    return chosen, say_few(customers, chosen.n_segments, why)


def is_stable(candidate: Candidate, least: float = STABLE) -> bool:
    """Return whether segments recur among other customers, and none is too small."""
    is_large = candidate.smallest_share >= SMALLEST_SHARE
    return is_large and candidate.least_stability >= least


def trust(candidates: list[Candidate]) -> tuple[list[Candidate], str]:
    """Return the most stable candidates, and a word for how stable they are."""
    for least, word in ((HIGHLY_STABLE, "highly stable"), (STABLE, "stable")):
        trusted = [one for one in candidates if is_stable(one, least)]
        if trusted:
            return trusted, word
    return candidates, ""


def keep_best(
    candidates: list[Candidate], name: str, band: float, least: float = -np.inf
) -> list[Candidate]:
    """Return candidates near the best measure; if that is below `least`, all."""
    known = [one for one in candidates if getattr(one, name) is not None]
    best = max((getattr(one, name) for one in known), default=-np.inf)
    if best < least or not known:
        return candidates
    return [one for one in known if getattr(one, name) >= best - band * abs(best)]


def explain(chosen: Candidate, elbow: int, stability: str) -> str:
    """Return why a stable candidate was chosen, in two sentences."""
    count = chosen.n_segments
    place = (
        f"the nearest to the elbow ({elbow}) of those that are clear and explain enough"
    )
    if count == elbow:
        place = "the elbow"
    return (
        f"{count} segments are {stability}: at least {chosen.least_stability:.0%} of "
        f"each recurs among other customers. This number is {place}."
    )


def explain_unstable(chosen: Candidate, candidates: list[Candidate]) -> str:
    """Return why a candidate was chosen although it is unstable."""
    tried = [one.n_segments for one in candidates]
    return (
        f"No number of segments from {min(tried)} to {max(tried)} is stable: other "
        "customers would give other segments, or one segment has under "
        f"{SMALLEST_SHARE:.0%} of the customers. {chosen.n_segments} segments are one "
        "way to divide them."
    )


def explain_kept(chosen: Candidate) -> str:
    """Return why the number of segments stays the same as before."""
    return (
        f"{chosen.n_segments} segments as before: at least "
        f"{chosen.least_stability:.0%} of each recurs among other customers, and "
        "another number would not explain much more."
    )
