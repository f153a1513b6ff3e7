"""The one thing that is worth most to put right in an order file, and how."""

BLOCK = "in a source block of your own"
ADVICE = {
    "customer_id_missing": (
        "Name the customer; where lines without one are right, say "
        f"anonymous_lines: excluded {BLOCK}"
    ),
    "order_id_missing": f"Name the order, or compute order_id by SQL {BLOCK}",
    "ordered_at_missing": "Give every line its date",
    "sales_amount_missing": (
        f"Give every line its amount, or compute sales_amount by SQL {BLOCK}"
    ),
    "ordered_at_unreadable": f"Add how such dates are written to date_formats {BLOCK}",
    "shipped_at_unreadable": f"Add how such dates are written to date_formats {BLOCK}",
    "ordered_at_out_of_range": "Correct dates before 1970 or after 2099",
    "shipped_at_out_of_range": "Correct dates before 1970 or after 2099",
    "discount_rate_out_of_range": (
        "Write discounts as a share from 0 to 1, or compute discount_rate by SQL "
        f"{BLOCK}"
    ),
    "line_has_too_many_columns": "Put values that hold the delimiter in double quotes",
    "line_has_too_few_columns": "Put values that hold a line break in double quotes",
    "line_has_broken_quotes": "Double the quotes inside quoted values",
    "line_has_bad_bytes": f"Export the file as UTF-8, or say its encoding {BLOCK}",
    "line_has_null_bytes": "Export the file again as text",
    "line_is_too_long": "Look for a quote that is never closed",
    "line_is_no_json_object": "Write one JSON object a line",
    "line_repeats_the_header": "Join files without their headers; no order is lost",
}
NUMBER = (
    "Write plain numbers without signs and thousands separators; for a decimal comma "
    f"say decimal_comma: true {BLOCK}"
)


def advise(reason: str) -> str:
    """Return how to put right what a reason code stands for."""
    if reason.endswith("_unreadable"):
        return ADVICE.get(reason, NUMBER)
    return ADVICE.get(reason, "Look at such a line in the file")
