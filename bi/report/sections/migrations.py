"""Who moved from where to where, as a table and in sentences."""

from bi.report.wording import count, is_known, label

# From which shares of a row a move is shaded, lightly to strongly.
STEPS = {0.0: "above-1", 0.05: "above-2", 0.2: "above-3"}
MOVES_TOLD = 3


def spans(moves: list[dict]) -> list[int]:
    """Return the spans that are known, in months, the longest first."""
    known = {row["months"] for row in moves if is_known(row["customers"])}
    return sorted(known, reverse=True)


def tabulate(moves: list[dict], segments: list[dict], group: int) -> list[dict]:
    """Return one row per segment before, and one for nowhere, with a cell per place.

    Parameters
    ----------
    moves : rows of `queries/moves.sql` of one span
    segments : rows of the segments to show
    group : int
        What has fewer customers is not counted.
    """
    customers = {(row["from_segment_id"], row["to_segment_id"]): row for row in moves}
    return [
        {
            "segment": before,
            "cells": [
                cell(customers, number(before), number(after), group)
                for after in [*segments, None]
            ],
        }
        for before in [*segments, None]
    ]


def number(segment: dict | None) -> int | None:
    """Return the id of a segment; nowhere has none."""
    return segment["segment_id"] if segment else None


def cell(customers: dict, before, after, group: int) -> dict:
    """Return the text of a cell, and a shade where a part of the row moved."""
    row = customers.get((before, after))
    if before is None and after is None:
        return {"text": "", "shade": "unknown"}
    if row is None:
        return {"text": "0", "shade": "unknown"}
    if row["customers"] is None:
        return {"text": f"< {group}", "shade": "unknown"}
    if before == after:
        return {"text": count(row["customers"]), "shade": "same"}
    # Of those from nowhere, nobody could have stayed.
    if before is None:
        return {"text": count(row["customers"]), "shade": "above-1"}
    total = sum(
        one["customers"] or 0
        for (start, _), one in customers.items()
        if start == before
    )
    part = row["customers"] / total
    shade = [name for least, name in STEPS.items() if part >= least][-1]
    return {"text": count(row["customers"]), "shade": shade}


def largest_moves(moves: list[dict], segments: list[dict]) -> list[str]:
    """Return the largest moves of a span, each as a part of a sentence."""
    names = {one["segment_id"]: label(one) for one in segments}
    known = [
        row
        for row in moves
        if is_known(row["customers"]) and row["from_segment_id"] != row["to_segment_id"]
    ]
    known.sort(key=lambda row: -row["customers"])
    return [say_move(row, names) for row in known[:MOVES_TOLD]]


def say_move(row: dict, names: dict) -> str:
    """Return one move in words."""
    who = f"about {count(row['customers'])}"
    before, after = names.get(row["from_segment_id"]), names.get(row["to_segment_id"])
    if before is None:
        return f"{who} joined {after}, new or back"
    if after is None:
        return f"{who} were lost from {before}"
    return f"{who} moved from {before} to {after}"
