"""The heatmap: how the mean of each segment lies to the mean of everybody."""

import bisect

from bi.report.sections.features import FEATURES
from bi.report.wording import is_known

HEATMAP = (
    "clv_amount",
    "orders_per_month",
    "average_order_amount",
    "lines_per_order",
    "category_count",
    "recency_days",
    "average_gap_days",
    "average_discount_rate",
    "margin_rate",
    "return_rate",
    "late_order_rate",
)
# Where one shade ends and the next begins, as factors of everybody's mean; half
# and double are as strong, and so on.
STEPS = (0.5, 0.7, 0.9, 1.1, 1.45, 2.0)
SHADES = ("below-3", "below-2", "below-1", "same", "above-1", "above-2", "above-3")


def tabulate(profiles: list[dict], segments: list[dict]) -> list[dict]:
    """Return one row per known feature, with a cell per segment."""
    means = {(row["feature"], row["segment_id"]): row["mean_value"] for row in profiles}
    return [
        {
            "name": FEATURES[feature].name,
            "everybody": FEATURES[feature].written(means[feature, None]),
            "cells": [
                cell(
                    means.get((feature, segment["segment_id"])),
                    means[feature, None],
                    FEATURES[feature].written,
                )
                for segment in segments
            ],
        }
        for feature in HEATMAP
        if (feature, None) in means
    ]


def cell(mean, everybody, written) -> dict:
    """Return a cell: the mean, its relation to everybody's, and a shade."""
    if not is_known(mean):
        return {"mean": written(None), "relation": "", "shade": "unknown"}
    # Of nothing, or of a loss, there is no multiple.
    if everybody <= 0 or mean < 0:
        shade = "same" if mean == everybody else "unknown"
        return {"mean": written(mean), "relation": "", "shade": shade}
    factor = mean / everybody
    return {
        "mean": written(mean),
        "relation": f"× {factor:.1f}" if factor >= 0.095 else f"× {round(factor, 2):g}",
        "shade": SHADES[bisect.bisect_right(STEPS, factor)],
    }
