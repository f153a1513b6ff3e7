"""The one thing that is worth most to put right in an order file, and how."""

DATE = (
    "Add how such dates are written to date_formats in {block}; leave lines that are "
    "no orders, such as totals, out by `where` there"
)
ADVICE = {
    "customer_id_missing": (
        "Name the customer; where lines without one are right, say "
        "anonymous_lines: excluded in {block}"
    ),
    "order_id_missing": "Name the order, or compute order_id by SQL in {block}",
    "ordered_at_missing": "Give every line its date",
    "sales_amount_missing": (
        "Give every line its amount, compute sales_amount by SQL or leave such lines "
        "out by `where` in {block}"
    ),
    "ordered_at_unreadable": DATE,
    "shipped_at_unreadable": DATE,
    "ordered_at_out_of_range": "Correct dates before 1970 or after 2099",
    "shipped_at_out_of_range": "Correct dates before 1970 or after 2099",
    "discount_rate_out_of_range": (
        "Write discounts as a share from 0 to 1, or compute discount_rate by SQL "
        "in {block}"
    ),
    "line_has_too_many_columns": (
        "Put values that hold the delimiter in double quotes; where quotes are letters "
        "like any others, say quotes: none in {block}"
    ),
    "line_has_too_few_columns": "Put values that hold a line break in double quotes",
    "line_has_broken_quotes": (
        "Double the quotes inside quoted values; where quotes are letters like any "
        "others, say quotes: none in {block}"
    ),
    "line_has_bad_bytes": "Export the file as UTF-8, or say its encoding in {block}",
    "line_has_null_bytes": "Export the file again as text",
    "line_is_too_long": "Look for a quote that is never closed",
    "line_is_no_json_object": "Write one JSON object a line",
    "line_has_a_nested_value": (
        "Name a value inside the object instead, such as customer.id, in {block}"
    ),
    "line_repeats_the_header": "Join files without their headers; no order is lost",
}
NUMBER = (
    "Write plain numbers; for a decimal comma say decimal_comma: true, and for other "
    "ways compute it by SQL in {block}"
)
OWN_BLOCK = "a source block of your own"


def advise_stop(stop: str, block: str = OWN_BLOCK) -> str:
    """Return what to do about what stops a build though no line is rejected."""
    if "currencies" in stop:
        return (
            "Build each currency by itself, or count in one: leave the others out by "
            f"`where` in {block} (docs/sources.md)"
        )
    if "no key" in stop:
        return "Run make key, once and for all builds (docs/sources.md)"
    return f"If that id is none of lines, take order_line_id out of {block}"


def advise(reason: str, block: str = OWN_BLOCK) -> str:
    """Return how to put right what a reason code stands for.

    Parameters
    ----------
    reason : str
    block : str
        The user's block, if the file is read by one.
    """
    usual = (
        NUMBER if reason.endswith("_unreadable") else "Look at such a line in the file"
    )
    return ADVICE.get(reason, usual).format(block=block)
