"""Why there are as many segments as there are, in plain words."""


def choice_sentence(candidates: list[dict], model: dict) -> str:
    """Return what was tried, why one was taken, and what one more would give."""
    chosen = model.get("chosen_segments")
    if model.get("segments_asked"):
        return (
            f"The number {chosen} was asked for; the curves show how other numbers "
            "of segments would have done."
        )
    taken = next((row for row in candidates if row["n_segments"] == chosen), None)
    if taken is None:
        return f"The number {chosen} was chosen."
    fewest, most = candidates[0]["n_segments"], candidates[-1]["n_segments"]
    tried = f"Between {fewest} and {most} segments were tried."
    parts = [tried, taken["chosen_because"] or "", bend(taken, candidates)]
    return " ".join(part for part in parts if part)


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
