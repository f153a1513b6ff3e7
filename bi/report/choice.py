"""Why there are as many segments as there are, in plain words."""

from bi.report.wording import is_known


def choice_sentence(candidates: list[dict], model: dict) -> str:
    """Return the sentence that goes with elbow and silhouette."""
    chosen = model.get("chosen_segments")
    if model.get("segments_asked"):
        return (
            f"The number {chosen} was asked for; the curves show how other numbers "
            "of segments would have done."
        )
    measured = [row for row in candidates if is_known(row["silhouette"])]
    taken = next((row for row in measured if row["n_segments"] == chosen), None)
    if taken is None:
        return f"The number {chosen} was chosen."
    fewest, most = measured[0]["n_segments"], measured[-1]["n_segments"]
    tried = f"Between {fewest} and {most} segments were tried."
    return " ".join([tried, separation(taken, measured), bend(taken, candidates)])


def separation(taken: dict, measured: list[dict]) -> str:
    """Return how clearly the chosen segments stand apart."""
    best = max(measured, key=lambda row: row["silhouette"])
    if taken["silhouette"] >= best["silhouette"]:
        return (
            f"With {taken['n_segments']}, the groups stand apart most clearly "
            f"(silhouette {taken['silhouette']:.2f}, where 1 would be perfect)."
        )
    return (
        f"With {taken['n_segments']}, the groups stand apart almost as clearly as with "
        f"{best['n_segments']} (silhouette {taken['silhouette']:.2f} against "
        f"{best['silhouette']:.2f}), and this is nearer to where the other curve bends."
    )


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
