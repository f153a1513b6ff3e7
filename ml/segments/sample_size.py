"""The numbers of customers that segments need, and messages if there are fewer."""

# The report hides the figures of a segment with fewer customers.
SMALLEST_SEGMENT = 10
# With fewer customers, bootstrap samples do not show whether other customers would give
# the same segments. Then there are at most MOST_OF_FEW segments, because more would
# depend on the choice of customers: DECISIONS.md has the figures.
ENOUGH = 500
MOST_OF_FEW = 4


def outgrows_sample_size(champion: dict, customers: int) -> bool:
    """Return whether there are enough customers now, but not when the champion trained.

    Finding two segments takes a least number of customers, and measuring stability
    takes a higher one. The champion is a row of `segment_model`.
    """
    before = champion["training_customers"]
    if champion["n_segments"] or champion["is_brought_back"] or before is None:
        return False
    return any(before < step <= customers for step in (2 * SMALLEST_SEGMENT, ENOUGH))


def say_one(customers: int, was_tried: bool) -> str:
    """Return why all customers are one segment.

    `was_tried` is whether there were candidates with two or more segments.
    """
    least = 2 * SMALLEST_SEGMENT
    if customers < least:
        found = customers if customers >= SMALLEST_SEGMENT else "fewer than 10"
        return f"Two segments need {least} customers, and there are {found}."
    if not was_tried:
        return "All customers are alike: no feature divides them."
    return (
        f"Every division that was tried leaves fewer than {SMALLEST_SEGMENT} of the "
        f"{customers:,} customers in some segment: they stay one segment."
    )


def say_unknown(customers: int) -> str:
    """Return the warning that there are too few customers to measure stability."""
    return (
        f"{customers:,} customers are too few to tell whether other customers would "
        f"give the same segments: that needs {ENOUGH}."
    )


def say_few(customers: int, n_segments: int, why: str) -> str:
    """Return the warning about segments of few customers, and why there are so many."""
    return (
        f"{say_unknown(customers)} {n_segments} segments of at least "
        f"{SMALLEST_SEGMENT} customers each are one way to divide them, {why}."
    )


def warn_of_request(customers: int, n_segments: int, smallest: int) -> list[str]:
    """Return warnings about a number of segments that the user requested."""
    notes = []
    if customers < ENOUGH and n_segments > 1:
        notes.append(say_unknown(customers))
    if smallest < SMALLEST_SEGMENT and n_segments > 1:
        notes.append(
            f"At least one of the {n_segments} requested segments has fewer than "
            f"{SMALLEST_SEGMENT} customers: the report hides its figures."
        )
    return notes
