"""Why there are as many segments as there are, in plain words."""

from bi.report.data import ENOUGH


def choice_sentence(candidates: list[dict], model: dict) -> str:
    """Return what was tried, why one was taken, and what one more would give."""
    chosen = model.get("chosen_segments")
    if model.get("segments_asked"):
        return say_asked(candidates, model)
    taken = next((row for row in candidates if row["n_segments"] == chosen), None)
    if taken is None:
        parts = [say_tried(candidates), model.get("chosen_because") or ""]
    else:
        parts = [
            say_tried(candidates),
            taken["chosen_because"] or "",
            bend(taken, candidates),
        ]
    return " ".join(filter(None, parts)) or f"The number {chosen} was chosen."


def few_sentence(model: dict) -> str:
    """Return what few customers cannot tell, for the top of the page; often nothing."""
    if model.get("stability") is not None:
        return ""
    if not model.get("segments_asked"):
        return model.get("chosen_because") or ""
    customers = model["training_customers"]
    if model["chosen_segments"] == 1 or customers >= ENOUGH:
        return ""
    return (
        f"Of {customers} customers nobody can tell whether others would give the same "
        f"segments: that takes {ENOUGH}."
    )


def say_asked(candidates: list[dict], model: dict) -> str:
    """Return that a number was asked for, and what the page shows of others."""
    if model["chosen_segments"] != model["segments_asked"]:
        return f"{model['segments_asked']} were asked for: no more customers differ."
    asked = f"The number {model['chosen_segments']} was asked for"
    if len(candidates) < 2:
        return f"{asked}."
    return f"{asked}; the curves show how other numbers of segments would have done."


def say_tried(candidates: list[dict]) -> str:
    """Return which numbers of segments were tried; nothing where none was."""
    if not candidates:
        return ""
    fewest, most = candidates[0]["n_segments"], candidates[-1]["n_segments"]
    if fewest == most:
        return f"Only {fewest} segments were tried."
    if most - fewest == 1:
        return f"{fewest} and {most} segments were tried."
    return f"Between {fewest} and {most} segments were tried."


def bend(taken: dict, candidates: list[dict]) -> str:
    """Return what one segment more or less would do to the spread."""
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
