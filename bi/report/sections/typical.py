"""The typical customer of a segment: medians, and the range of the middle half."""

from bi.report.wording import NOTHING, in_unit, is_known

TYPICAL = (
    "clv_amount",
    "order_count",
    "average_order_amount",
    "recency_days",
    "average_discount_rate",
    "margin_rate",
)
# Medians of these columns have no decimal places.
WHOLE = ("order_count", "recency_days")


def typical_customers(
    profiles: list[dict], features: list[dict]
) -> dict[int, list[dict]]:
    """Return the rows of each segment's card by segment_id.

    `profiles` and `features` are the rows of the queries of the same names.
    """
    known = {(row["segment_id"], row["feature"]): row for row in profiles}
    segments = {segment for segment, _ in known if segment is not None}
    declared = {row["feature"]: row for row in features}
    shown = [declared[one] for one in TYPICAL if (None, one) in known]
    return {
        segment: [
            say_typical(one, known.get((segment, one["feature"]), {})) for one in shown
        ]
        for segment in segments
    }


def say_typical(feature: dict, row: dict) -> dict:
    """Return the name of a feature, its median, and the range of the middle half."""
    unit = "whole" if feature["feature"] in WHOLE else feature["unit"]
    lower, upper = row.get("lower_quartile"), row.get("upper_quartile")
    known = is_known(lower) and is_known(upper)
    half = f"{in_unit(lower, unit)} – {in_unit(upper, unit)}" if known else NOTHING
    return {
        "name": feature["label"],
        "median": in_unit(row.get("median_value"), unit),
        "half": half,
    }
