"""Few customers: from how many on something can be known, and what is said of fewer."""

# No segment is smaller: of fewer customers the report tells nothing.
SMALLEST_SEGMENT = 10
# Of fewer customers bootstrap samples do not tell whether others would give the same
# segments: DECISIONS.md has the figures.
ENOUGH = 500
# ... and more segments than these would be others.
MOST_OF_FEW = 4


def outgrows_sample_size(champion: dict, customers: int) -> bool:
    """Return whether there are customers enough for more than the champion could be.

    Parameters
    ----------
    champion : dict
        A row of `segment_model`.
    customers : int
        How many another one would be trained on today.
    """
    before = champion["training_customers"]
    if champion["n_segments"] or champion["is_brought_back"] or before is None:
        return False
    return any(before < step <= customers for step in (2 * SMALLEST_SEGMENT, ENOUGH))


def say_one(customers: int, was_tried: bool) -> str:
    """Return why all customers are one segment.

    Parameters
    ----------
    was_tried : bool
        Whether any division was possible: there are customers enough, and they differ.
    """
    least = 2 * SMALLEST_SEGMENT
    if customers < least:
        there = customers if customers >= SMALLEST_SEGMENT else "fewer than 10"
        return (
            f"The customers are too few to divide: two segments take {least}, and "
            f"there are {there}."
        )
    if not was_tried:
        return "All customers are alike: there is nothing to divide them by."
    return (
        f"Every division that was tried leaves fewer than {SMALLEST_SEGMENT} of the "
        f"{customers:,} customers in some segment: they stay together."
    )


def say_unknown(customers: int) -> str:
    """Return what nobody can know of so few customers."""
    return (
        f"Of {customers:,} customers nobody can tell whether others would give "
        f"the same segments: that takes {ENOUGH}."
    )


def say_few(customers: int, n_segments: int, why: str) -> str:
    """Return what the segments of few customers are, are not, and why so many."""
    return (
        f"{say_unknown(customers)} {n_segments} segments of at least "
        f"{SMALLEST_SEGMENT} customers each are a way to divide them, {why}."
    )


def warn_of_wish(customers: int, n_segments: int, smallest: int) -> list[str]:
    """Return what somebody has to know who asked for a number of segments."""
    notes = []
    if customers < ENOUGH and n_segments > 1:
        notes.append(say_unknown(customers))
    if smallest < SMALLEST_SEGMENT and n_segments > 1:
        notes.append(
            f"Of the {n_segments} segments asked for at least one has fewer than "
            f"{SMALLEST_SEGMENT} customers: the report tells no figure of such."
        )
    return notes
