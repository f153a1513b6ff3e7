"""What the rivals must know of the project to mean the same: seeds, formats, limits."""

TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S"
EARLIEST, LATEST = "1970-01-01", "2100-01-01"
IDS = ["order_line_id", "order_id", "customer_id"]
NUMBERS = ["quantity", "unit_price", "discount_rate", "profit_amount"]
# Of an order its first line knows these, NULLs included.
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
