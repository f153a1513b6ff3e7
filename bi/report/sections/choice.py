"""Say in sentences why the model has its number of segments."""

from bi.report.data import ENOUGH


def choice_sentence(candidates: list[dict], model: dict) -> str:
    """Return which numbers of segments were tried, and why one of them was chosen."""
    chosen = model.get("chosen_segments")
    if asked := model.get("segments_asked"):
        if chosen != asked:
            return (
                f"{asked} segments were asked for, but the customers form only "
                f"{chosen} different groups."
            )
        has_curves = len(candidates) > 1
        others = "; the curves show other numbers of segments" if has_curves else ""
        return f"The number {asked} was asked for{others}."
    taken = next((row for row in candidates if row["n_segments"] == chosen), None)
    reason = (taken or model).get("chosen_because") or ""
    parts = [say_tried(candidates), reason, bend(taken, candidates) if taken else ""]
    parts.append(model["groups_because"] if model.get("are_groups") else "")
    return " ".join(filter(None, parts)) or f"The number {chosen} was chosen."


def warning_sentence(model: dict) -> str:
    """Return the warning for the top of the page, or nothing.

    It says that customers are few, or that the segments are no groups.
    """
    if model.get("are_groups") is False:
        return model["groups_because"]
    if model.get("stability") is not None:
        return ""
    if not model.get("segments_asked"):
        return model.get("chosen_because") or ""
    customers = model["training_customers"]
    if model["chosen_segments"] == 1 or customers >= ENOUGH:
        return ""
    return (
        f"{customers} customers are too few to tell whether other customers would give "
        f"the same segments: {ENOUGH} are needed."
    )


def say_tried(candidates: list[dict]) -> str:
    """Return which numbers of segments were tried, or nothing."""
    tried = [row["n_segments"] for row in candidates]
    if len(tried) == 1:
        return f"Only {tried[0]} segments were tried."
    return f"{tried[0]} to {tried[-1]} segments were tried." if tried else ""


def bend(taken: dict, candidates: list[dict]) -> str:
    """Return how one segment more or less changes the spread within segments."""
    inertia = {row["n_segments"]: row["inertia"] for row in candidates}
    chosen = taken["n_segments"]
    fewer, more = inertia.get(chosen - 1), inertia.get(chosen + 1)
    if not (fewer and more and inertia[chosen]):
        return ""
    before, after = 1 - inertia[chosen] / fewer, 1 - more / inertia[chosen]
    return (
        f"Going from {chosen - 1} to {chosen} makes the groups {before:.0%} tighter; "
        f"one more would add {after:.0%}."
    )
