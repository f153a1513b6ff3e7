"""Why there are as many segments as there are, in sentences."""

from bi.report.data import ENOUGH


def choice_sentence(candidates: list[dict], model: dict) -> str:
    """Return which numbers were tried, and why one of them was chosen."""
    chosen = model.get("chosen_segments")
    if model.get("segments_asked"):
        return say_asked(candidates, model)
    taken = next((row for row in candidates if row["n_segments"] == chosen), None)
    reason = (taken or model).get("chosen_because") or ""
    parts = [say_tried(candidates), reason, bend(taken, candidates) if taken else ""]
    return " ".join(filter(None, parts)) or f"The number {chosen} was chosen."


def few_sentence(model: dict) -> str:
    """Return the warning about few customers for the top of the page, or nothing."""
    if model.get("stability") is not None:
        return ""
    if not model.get("segments_asked"):
        return model.get("chosen_because") or ""
    customers = model["training_customers"]
    if model["chosen_segments"] == 1 or customers >= ENOUGH:
        return ""
    return (
        f"{customers} customers are too few to tell whether other customers would give "
        f"the same segments: that takes {ENOUGH}."
    )


def say_asked(candidates: list[dict], model: dict) -> str:
    """Return that the user asked for a number."""
    if model["chosen_segments"] != model["segments_asked"]:
        return f"{model['segments_asked']} were asked for: no more customers differ."
    asked = f"The number {model['chosen_segments']} was asked for"
    if len(candidates) < 2:
        return f"{asked}."
    return f"{asked}; the curves show other numbers of segments."


def say_tried(candidates: list[dict]) -> str:
    """Return which numbers of segments were tried, or nothing."""
    tried = [row["n_segments"] for row in candidates]
    if len(tried) == 1:
        return f"Only {tried[0]} segments were tried."
    return f"{tried[0]} to {tried[-1]} segments were tried." if tried else ""


def bend(taken: dict, candidates: list[dict]) -> str:
    """Return the effect of one segment more or less on the spread within segments."""
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
