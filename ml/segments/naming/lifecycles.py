"""The lifecycle of a segment: in which state most of its customers are."""

from ml.segments.profiles import Profile

MAJORITY = 0.5


def find_state(profile: Profile) -> str:
    """Return "new", "lapsing" or "lapsed" if most customers are, otherwise "active".

    If most customers are lapsing or lapsed, but not more than half are lapsed, the
    segment is lapsing. If states are unknown, it is active.
    """
    new, lapsing, lapsed = (
        profile.states.get(state, 0.0) for state in ("new", "lapsing", "lapsed")
    )
    for state, share in (
        ("new", new),
        ("lapsed", lapsed),
        ("lapsing", lapsing + lapsed),
    ):
        if share > MAJORITY:
            return state
    return "active"


def is_away(profile: Profile) -> bool:
    """Return whether most customers of a segment are lapsing or lapsed."""
    return find_state(profile) in ("lapsing", "lapsed")
