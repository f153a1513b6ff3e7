"""Print the meanings of statuses, and find odd amounts in judged orders."""

from commands.terminal import PLAIN, print_table

# A table shows at most so many statuses.
MAX_STATUSES = 20
STATUS_COLUMNS = {
    **{"status": "", "meaning": "", "decided by": ""},
    **{"lines": "{:,}", "sales": "{:,.2f}"},
}
DECIDED_BY = {
    "block": "source block",
    "seed": "known word",
    "words": "known word",
    "unknown": "unknown, so it counts",
}
STATUSES = """
    select order_status, status_meaning, decided_by, lines, sales_amount
    from intermediate.int_statuses_mapped
    order by lines desc, order_status, status_meaning
"""
FINDINGS = """
    select message
    from (
        select lines, sales_amount, message from staging.order_line_findings
        union all
        select lines, sales_amount, message from intermediate.int_order_findings
    ) as findings
    order by coalesce(abs(sales_amount), 0) desc, lines desc, message
"""
# A sentence about amounts needs at least so many orders with several lines, or so many
# different amounts. With fewer, amounts may be alike by chance.
MIN_ORDERS, MIN_AMOUNTS = 10, 5
# If in at least this share of orders all lines have the same amount, amounts may be
# totals.
SAME_SHARE = 0.9
REPEATED_TOTALS = """
    with orders as (
        select
            order_id,
            min(line_number) as line_number,
            min(sales_amount) as lowest,
            max(sales_amount) as highest
        from staging.order_lines_judged
        where
            verdict = 'accepted'
            and sales_amount != 0
            -- Orders without ids are all purchases at one time.
            and (select has_own_order_ids from staging.order_source)
        -- Another finding reports lines that are in two files.
        group by customer_id, order_id, source_file
        having count(*) > 1
    )

    select
        count(*) as orders,
        count(*) filter (where lowest = highest) as same,
        count(distinct highest) as amounts,
        min_by(order_id, line_number) filter (where lowest = highest) as example,
        min(line_number) filter (where lowest = highest) as line_number
    from orders
"""
# If all amounts are whole numbers and their median is at least this, they may be cents.
# These currencies are exceptions, because they have no cents.
MIN_CENTS = 500
WITHOUT_CENTS = "JPY KRW VND CLP ISK HUF IDR COP PYG UGX XAF XOF"
WHOLE_AMOUNTS = f"""
    select
        count(distinct sales_amount) as amounts,
        median(abs(sales_amount)) as usual,
        count(*) filter (sales_amount % 100 != 0) / count(*) as share
    from staging.order_lines_judged
    where
        verdict = 'accepted'
        and coalesce(currency, '') not in ('{"', '".join(WITHOUT_CENTS.split())}')
    having count(*) filter (sales_amount % 1 != 0) = 0
"""


def print_statuses(connection, console) -> None:
    """Print lines and sales by status with the meaning of each, if there is any."""
    rows = connection.execute(STATUSES).fetchall()
    if [row[0] for row in rows] in ([], ["Unknown"]):
        return
    shown = [(*row[:2], DECIDED_BY[row[2]], *row[3:]) for row in rows[:MAX_STATUSES]]
    print_table(console, STATUS_COLUMNS, shown, **PLAIN)
    if len(rows) > MAX_STATUSES:
        console.print(f"and {len(rows) - MAX_STATUSES:,} more statuses")
    console.print()


def find_oddities(connection) -> list[str]:
    """Return sentences about what looks wrong in judged orders."""
    messages = [message for (message,) in connection.execute(FINDINGS).fetchall()]
    return [*find_repeated_totals(connection), *find_cents(connection), *messages]


def find_repeated_totals(connection) -> list[str]:
    """Return a sentence if the amount of each line may be the total of its order."""
    orders, same, amounts, order, line = connection.execute(REPEATED_TOTALS).fetchone()
    if orders < MIN_ORDERS or same < SAME_SHARE * orders or amounts < MIN_AMOUNTS:
        return []
    return [
        f"In {same:,} of {orders:,} orders with several lines, all lines have the same "
        f"amount, such as order '{order}' from line {line:,} on. If this is the total "
        "of the order, sales are counted several times: compute the amount of a line "
        "by SQL in the source block (docs/sources.md)."
    ]


def find_cents(connection) -> list[str]:
    """Return a sentence if all amounts are large whole numbers, which may be cents."""
    for amounts, median, share in connection.execute(WHOLE_AMOUNTS).fetchall():
        if amounts >= MIN_AMOUNTS and median >= MIN_CENTS and share > 0.5:
            return [
                f"All sales are whole numbers with a median of {median:,.0f}. If they "
                'are cents, set sales_amount: {sql: number("...") / 100} with the name '
                "of the column in a block of your own (docs/sources.md)."
            ]
    return []
