"""Names and formats of features on the page."""

from typing import NamedTuple

from bi.report.wording import amount, decimal, share, words


class Feature(NamedTuple):
    """Name and format of a column."""

    name: str
    written: object


FEATURES = {
    "clv_amount": Feature("Past net sales", amount),
    "order_count": Feature("Orders", decimal),
    "orders_per_month": Feature("Orders per month", decimal),
    "average_order_amount": Feature("Average order", amount),
    "lines_per_order": Feature("Lines per order", decimal),
    "category_count": Feature("Categories bought", decimal),
    "recency_days": Feature("Days since last order", decimal),
    "average_gap_days": Feature("Days between orders", decimal),
    "average_discount_rate": Feature("Discount", share),
    "margin_rate": Feature("Margin", share),
    "return_rate": Feature("Orders returned", share),
    "late_order_rate": Feature("Orders late", share),
}


def feature_name(column: str) -> str:
    """Return the name of a column, or its words if it has none."""
    if column in FEATURES:
        return FEATURES[column].name
    return words(column.removesuffix("_id")).capitalize()
