"""Make orders from lines, and fill missing values from earlier orders."""

import pandas as pd

from benchmarks.rivals.definitions import FILLED_FORWARD, NOT_COUNTED, OF_THE_FIRST_LINE

MONEY = {"sales_amount": 4, "profit_amount": 4}
KEY = ["customer_id", "order_id"]


def assemble_orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per order, and give each line the number of its order."""
    lines["order_number"] = lines.groupby(KEY, sort=False).ngroup()
    first_lines = lines.sort_values(["ordered_at", "order_line_id"]).drop_duplicates(
        "order_number"
    )
    orders = first_lines.set_index("order_number")[[*KEY, *OF_THE_FIRST_LINE]]
    sums = measure_lines(lines).groupby(lines["order_number"]).sum()
    profit = lines.groupby("order_number")["profit_amount"].sum(min_count=1)
    # Rounded to four decimals, because a sum of doubles that should be 0 may differ
    # from 0.
    return orders.join(sums).join(profit).round(MONEY)


def measure_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the values that each line adds to its order."""
    sales, discount = lines["sales_amount"], lines["discount_rate"]
    is_sold, has_quantity = sales >= 0, lines["quantity"].notna()
    before_discount = (sales / (1 - discount).where(discount < 1)).round(4)
    return pd.DataFrame(
        {
            "line_count": 1,
            "discounted_line_count": discount > 0,
            "discount_known_line_count": discount.notna(),
            "negative_line_count": sales < 0,
            "lines_shipped_before_ordered": lines["shipped_at"] < lines["ordered_at"],
            "quantity": lines["quantity"],
            "quantity_known_line_count": has_quantity,
            "quantity_known_amount": sales.where(has_quantity),
            "sales_amount": sales,
            "gross_amount": before_discount.where(is_sold),
            "discount_known_amount": sales.where(is_sold & (discount < 1)),
        }
    )


def complete_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """Return orders by customer and time, with gaps filled from earlier orders."""
    orders = orders.sort_values(["customer_id", "ordered_at", "order_id"])
    earlier = orders.groupby("customer_id", sort=False, observed=True)
    for name in FILLED_FORWARD:
        orders[name] = earlier[name].ffill()
    orders["is_counted"] = ~orders["order_status"].isin(NOT_COUNTED)
    is_return = (orders["sales_amount"] <= 0) & (orders["negative_line_count"] > 0)
    orders["is_return"] = orders["is_counted"] & is_return
    orders["is_purchase"] = orders["is_counted"] & ~is_return
    return orders
