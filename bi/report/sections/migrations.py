"""Moves between segments, as a table and in sentences."""

from bi.report.wording import count, is_known, label

# The shade of a move, by its share of the customers of its row. Each share is the
# smallest of its shade.
STEPS = {0.2: "above-3", 0.05: "above-2", 0.0: "above-1"}
MOVES_SHOWN = 3


def list_migrations(moves: list[dict], segments: list[dict], group: int) -> list[dict]:
    """Return table and sentences of each known span of months, the longest first.

    `moves` are the rows of `queries/changes/moves.sql`. Counts of customers below
    `group` are hidden.
    """
    spans = {row["months"] for row in moves if is_known(row["customers"])}
    listed = []
    for months in sorted(spans, reverse=True):
        own = [row for row in moves if row["months"] == months]
        listed.append(
            {
                "first_month": own[0]["first_month"],
                "last_month": own[0]["last_month"],
                "rows": tabulate(own, segments, group),
                "largest": largest_moves(own, segments),
            }
        )
    return listed


def tabulate(moves: list[dict], segments: list[dict], group: int) -> list[dict]:
    """Return a row per earlier segment, with a cell per later segment.

    The last row has the new customers, and the last cell of each row has the
    lost customers.
    """
    customers = {
        (row["from_segment_id"], row["to_segment_id"]): row["customers"]
        for row in moves
    }
    places = [*segments, None]
    ids = [one and one["segment_id"] for one in places]
    return [
        {
            "segment": place,
            "cells": [cell(customers, before, after, group) for after in ids],
        }
        for place, before in zip(places, ids, strict=True)
    ]


def cell(customers: dict, before, after, group: int) -> dict:
    """Return the text of a cell, and its shade by its share of the row."""
    if before is None and after is None:
        return {"text": "", "shade": "unknown"}
    if (before, after) not in customers:
        return {"text": "0", "shade": "unknown"}
    moved = customers[before, after]
    if moved is None:
        return {"text": f"< {group}", "shade": "unknown"}
    if before == after:
        shade = "same"
    elif before is None:
        # All new customers have moved, so their share would say nothing.
        shade = "above-1"
    else:
        row = [some or 0 for (start, _), some in customers.items() if start == before]
        share = moved / sum(row)
        shade = next(name for least, name in STEPS.items() if share >= least)
    return {"text": count(moved), "shade": shade}


def largest_moves(moves: list[dict], segments: list[dict]) -> list[str]:
    """Return the moves of the most customers, each as part of a sentence."""
    names = {one["segment_id"]: label(one) for one in segments}
    known = [
        row
        for row in moves
        if is_known(row["customers"]) and row["from_segment_id"] != row["to_segment_id"]
    ]
    known.sort(key=lambda row: -row["customers"])
    return [say_move(row, names) for row in known[:MOVES_SHOWN]]


def say_move(row: dict, names: dict) -> str:
    """Return one move in words."""
    who = f"about {count(row['customers'])}"
    before, after = names.get(row["from_segment_id"]), names.get(row["to_segment_id"])
    if before is None:
        return f"{who} joined {after}, new or back"
    if after is None:
        return f"{who} were lost from {before}"
    return f"{who} moved from {before} to {after}"
