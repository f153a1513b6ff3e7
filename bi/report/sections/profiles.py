"""The heatmap: the means of each segment beside those of all customers."""

import bisect

from bi.report.wording import in_unit, is_known

# This feature is left out: it grows with time, unlike a rate or a mean.
LEFT_OUT = "order_count"
# The limits between shades, as multiples of the mean of all customers.
STEPS = (0.5, 0.7, 0.9, 1.1, 1.45, 2.0)
SHADES = ("below-3", "below-2", "below-1", "same", "above-1", "above-2", "above-3")


def tabulate(
    profiles: list[dict], features: list[dict], segments: list[dict]
) -> list[dict]:
    """Return one row per feature with a known mean, with a cell per segment.

    `profiles` and `features` are the rows of the queries of the same names.
    """
    means = {(row["feature"], row["segment_id"]): row["mean_value"] for row in profiles}
    rows = []
    for feature, name, unit in (row.values() for row in features):
        if (feature, None) not in means or feature == LEFT_OUT:
            continue
        mean_of_all = means[feature, None]
        of_segments = [means.get((feature, one["segment_id"])) for one in segments]
        rows.append(
            {
                "name": name,
                "everybody": in_unit(mean_of_all, unit),
                "cells": [cell(mean, mean_of_all, unit) for mean in of_segments],
            }
        )
    return rows


def cell(mean: float | None, mean_of_all: float, unit: str) -> dict:
    """Return a cell: the mean, its ratio to the mean of all customers, and a shade."""
    relation, shade = "", "unknown"
    # There is no ratio to a mean of zero or to a loss.
    if is_known(mean) and (mean_of_all <= 0 or mean < 0):
        shade = "same" if mean == mean_of_all else "unknown"
    elif is_known(mean):
        factor = mean / mean_of_all
        relation = f"× {factor:.1f}" if factor >= 0.095 else f"× {round(factor, 2):g}"
        shade = SHADES[bisect.bisect_right(STEPS, factor)]
    return {"mean": in_unit(mean, unit), "relation": relation, "shade": shade}
