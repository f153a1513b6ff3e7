"""The typical customer of a segment: medians and the middle half."""

from bi.report.sections.features import FEATURES
from bi.report.wording import NOTHING, count, is_known

TYPICAL = (
    "clv_amount",
    "order_count",
    "average_order_amount",
    "recency_days",
    "average_discount_rate",
    "margin_rate",
)
WHOLE = ("order_count", "recency_days")


def typical_customers(profiles: list[dict]) -> dict[int, list[dict]]:
    """Return the rows of each segment's card by segment_id.

    Parameters
    ----------
    profiles : rows of `queries/segments/profiles.sql`
    """
    known = {(row["segment_id"], row["feature"]): row for row in profiles}
    segments = {segment for segment, _ in known if segment is not None}
    features = [one for one in TYPICAL if (None, one) in known]
    return {
        segment: [say_typical(one, known.get((segment, one), {})) for one in features]
        for segment in segments
    }


def say_typical(feature: str, row: dict) -> dict:
    """Return name, median and middle half of a feature."""
    written = count if feature in WHOLE else FEATURES[feature].written
    lower, upper = row.get("lower_quartile"), row.get("upper_quartile")
    known = is_known(lower) and is_known(upper)
    return {
        "name": FEATURES[feature].name,
        "median": written(row.get("median_value")),
        "half": f"{written(lower)} – {written(upper)}" if known else NOTHING,
    }
