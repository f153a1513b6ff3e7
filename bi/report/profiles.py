"""The heatmap: how the mean of each segment lies to the mean of everybody."""

import bisect

from bi.report.wording import amount, decimal, is_known, share

FEATURES = {
    "clv_amount": ("Customer value (CLV)", amount),
    "orders_per_month": ("Orders per month", decimal),
    "average_order_amount": ("Average order", amount),
    "lines_per_order": ("Lines per order", decimal),
    "category_count": ("Categories bought", decimal),
    "recency_days": ("Days since last order", decimal),
    "average_gap_days": ("Days between orders", decimal),
    "average_discount_rate": ("Discount", share),
    "margin_rate": ("Margin", share),
    "return_rate": ("Orders returned", share),
    "late_order_rate": ("Orders late", share),
}
# Where one shade ends and the next begins, as factors of everybody's mean; half
# and double are as strong, and so on.
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
                    means.get((feature, segment["segment_id"])),
                    means[feature, None],
                    written,
                )
                for segment in segments
            ],
        }
        for feature, (name, written) in FEATURES.items()
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
