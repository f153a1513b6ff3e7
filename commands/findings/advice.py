"""Advise how to fix a problem of an order file."""

from commands.sources.block_names import OWN_BLOCK

DATE = (
    "Add the format of such dates to date_formats in {block}; if the lines are no "
    "orders, such as totals, exclude them by `where` in this block"
)
DATE_RANGE = (
    "Correct dates before 1970 or after 2099; if years have two digits, write %y in "
    "date_formats in {block}"
)
QUOTES = "if the file uses quotes as plain characters, set quotes: none in {block}"
ADVICE = {
    "customer_id_missing": (
        "Add the customer; to accept lines without one, set "
        "anonymous_lines: excluded in {block}"
    ),
    "order_id_missing": "Add the order id, or compute order_id by SQL in {block}",
    "ordered_at_missing": "Add a date to every line",
    "sales_amount_missing": (
        "Add an amount to every line, compute sales_amount by SQL or exclude such "
        "lines by `where` in {block}"
    ),
    "ordered_at_unreadable": DATE,
    "shipped_at_unreadable": DATE,
    "ordered_at_out_of_range": DATE_RANGE,
    "shipped_at_out_of_range": DATE_RANGE,
    "discount_rate_out_of_range": (
        "Write discounts as a share from 0 to 1, or compute discount_rate by SQL "
        "in {block}"
    ),
    "line_has_too_many_columns": (
        f"Put values that contain the delimiter in double quotes; {QUOTES}"
    ),
    "line_has_too_few_columns": (
        "Put values that contain a line break in double quotes"
    ),
    "line_has_broken_quotes": f"Double the quotes inside quoted values; {QUOTES}",
    "line_has_bad_bytes": "Export the file as UTF-8, or set its encoding in {block}",
    "line_has_null_bytes": "Export the file again as text",
    "line_is_too_long": "Look for a quote that is never closed",
    "line_is_no_json_object": "Write one JSON object per line",
    "line_has_a_nested_value": (
        "Use a value inside the object, such as customer.id, in {block}"
    ),
    "line_repeats_the_header": "Join files without their headers; no order is lost",
}
NUMBER = (
    "Write plain numbers; for a decimal comma set decimal_comma: true, and for other "
    "formats compute the value by SQL in {block}"
)


def advise_stop(stop: str, block: str = OWN_BLOCK) -> str:
    """Return how to fix a problem that stops a build although no line is rejected."""
    if "currencies" in stop:
        return (
            "Build each currency separately, or keep one: exclude the others by "
            f"`where` in {block} (docs/sources.md)"
        )
    if "no key" in stop:
        return "Run make key once for all builds (docs/sources.md)"
    return f"If that id does not identify lines, remove order_line_id from {block}"


def advise(reason: str, block: str = OWN_BLOCK) -> str:
    """Return how to fix what a reason code of `staging.order_lines_judged` means."""
    is_number = reason.endswith("_unreadable")
    default = NUMBER if is_number else "Look at such a line in the file"
    return ADVICE.get(reason, default).format(block=block)
