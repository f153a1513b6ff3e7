"""The numbers of customers that segments need, and messages if there are fewer."""

# The report shows no figures of a smaller segment.
SMALLEST_SEGMENT = 10
# With fewer customers, bootstrap samples do not tell whether other customers would give
# the same segments, and more than MOST_OF_FEW segments depend on the choice of
# customers: DECISIONS.md has the figures.
ENOUGH = 500
MOST_OF_FEW = 4


def outgrows_sample_size(champion: dict, customers: int) -> bool:
    """Return whether a training has enough customers that the champion lacked.

    It takes a number of customers to find segments, and another to tell their
    stability. The champion is a row of `segment_model`.
    """
    before = champion["training_customers"]
    if champion["n_segments"] or champion["is_brought_back"] or before is None:
        return False
    return any(before < step <= customers for step in (2 * SMALLEST_SEGMENT, ENOUGH))


def say_one(customers: int, was_tried: bool) -> str:
    """Return why all customers are one segment.

    `was_tried` is whether any division was possible: enough customers who differ.
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
    """Return the warning that so few customers do not show stability."""
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
