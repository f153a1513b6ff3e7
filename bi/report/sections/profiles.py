"""The heatmap: the means of each segment beside those of all customers."""

import bisect

from bi.report.sections.features import FEATURES
from bi.report.wording import is_known

# Not a rate or mean: the orders of a customer grow with time.
LEFT_OUT = "order_count"
# The limits of the shades, as factors of the mean of all customers.
STEPS = (0.5, 0.7, 0.9, 1.1, 1.45, 2.0)
SHADES = ("below-3", "below-2", "below-1", "same", "above-1", "above-2", "above-3")


def tabulate(profiles: list[dict], segments: list[dict]) -> list[dict]:
    """Return one row per known feature, with a cell per segment."""
    means = {(row["feature"], row["segment_id"]): row["mean_value"] for row in profiles}
    return [
        {
            "name": name,
            "everybody": written(means[feature, None]),
            "cells": [
                cell(
                    means.get((feature, one["segment_id"])),
                    means[feature, None],
                    written,
                )
                for one in segments
            ],
        }
        for feature, (name, written) in FEATURES.items()
        if (feature, None) in means and feature != LEFT_OUT
    ]


def cell(mean, everybody, written) -> dict:
    """Return a cell: the mean, its multiple of the mean of all, and a shade."""
    if not is_known(mean):
        return {"mean": written(None), "relation": "", "shade": "unknown"}
    # Zero and losses have no multiples.
    if everybody <= 0 or mean < 0:
        shade = "same" if mean == everybody else "unknown"
        return {"mean": written(mean), "relation": "", "shade": shade}
    factor = mean / everybody
    return {
        "mean": written(mean),
        "relation": f"× {factor:.1f}" if factor >= 0.095 else f"× {round(factor, 2):g}",
        "shade": SHADES[bisect.bisect_right(STEPS, factor)],
    }
