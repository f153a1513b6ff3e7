"""The formats, limits and ratios of the project, for the programs in rivals."""

TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S"
EARLIEST, LATEST = "1970-01-01", "2100-01-01"
IDS = ["order_line_id", "order_id", "customer_id"]
NUMBERS = ["quantity", "unit_price", "discount_rate", "profit_amount"]
# An order takes these values from its first line, even if they are NULL there.
OF_THE_FIRST_LINE = [
    "ordered_at",
    "shipped_at",
    "shipping_mode",
    "order_status",
    "payment_type",
    "customer_type",
    "market",
]
FILLED_FORWARD = ["payment_type", "customer_type", "market"]
# seeds/segmentation__order_statuses.csv and seeds/segmentation__shipping_modes.csv
NOT_COUNTED = ["CANCELED", "SUSPECTED_FRAUD"]
PROMISED_DAYS = {
    "Same Day": 0,
    "First Class": 1,
    "Second Class": 2,
    "Standard Class": 4,
}
LONGEST_BELIEVABLE_DAYS = 30
FAST_DAYS = 4
DAYS_PER_MONTH = 30.4375
# Features that divide one sum or count by another.
RATIOS = {
    "average_order_amount": ("purchase_amount", "order_count"),
    "average_unit_price": ("quantity_known_amount", "quantity"),
    "margin_rate": ("profit_amount", "clv_amount"),
    "loss_order_rate": ("loss_order_count", "profit_known_order_count"),
    "average_gap_days": ("gap_days", "repeat_count"),
    "lines_per_order": ("line_count", "order_count"),
    "units_per_line": ("quantity", "quantity_known_line_count"),
    "categories_per_order": ("category_count", "order_count"),
    "discounted_line_rate": ("discounted_line_count", "discount_known_line_count"),
    "return_rate": ("return_count", "settled_order_count"),
    "cancellation_rate": ("cancelled_order_count", "status_known_order_count"),
    "average_shipping_days": ("shipping_days", "shipped_order_count"),
    "late_order_rate": ("late_order_count", "punctuality_known_order_count"),
    "fast_order_rate": ("fast_order_count", "promised_order_count"),
    "weekend_order_rate": ("weekend_order_count", "order_count"),
}
