"""What statuses mean, and what is odd about judged orders."""

from commands.findings.tables import add_row, make_table

# A longer table of statuses says nothing more.
STATUSES = 20
# Orders of several lines, and amounts, of which less says nothing; and how many of the
# orders have the same amount on all their lines where it is that of the order.
FEW_ORDERS, FEW_AMOUNTS, SAME_SHARE = 10, 5, 0.9
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
            -- Without ids of its own, an order is what was bought at one time.
            and (select has_own_order_ids from staging.order_source)
        -- The same line in two exports is another matter.
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
# A usual amount from which whole numbers may be cents, and currencies without these.
MANY_CENTS = 500
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
WHO_SAYS = {
    "block": "the source block",
    "seed": "known word",
    "words": "known word",
    "unknown": "nobody: it counts",
}


def print_statuses(connection, console) -> None:
    """Print lines and money by status, and what each means; nothing where none is."""
    rows = connection.execute(
        "select order_status, status_meaning, decided_by, lines, sales_amount "
        "from intermediate.int_statuses_mapped "
        "order by lines desc, order_status, status_meaning"
    ).fetchall()
    if [row[0] for row in rows] in ([], ["Unknown"]):
        return
    table = make_table("status", "means", "says", "lines", "sales")
    for status, meaning, decided_by, lines, sales in rows[:STATUSES]:
        who = WHO_SAYS[decided_by]
        add_row(table, status, meaning, who, f"{lines:,}", f"{sales:,.2f}")
    console.print(table)
    if len(rows) > STATUSES:
        console.print(f"and {len(rows) - STATUSES:,} more statuses")
    console.print()


def find_oddities(connection) -> list[str]:
    """Return what is to be looked at, the sentences with most money first.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a warehouse in which the orders were judged.
    """
    rows = connection.execute(
        "select message from ("
        "select finding, lines, sales_amount, message from staging.order_line_findings "
        "union all "
        "select finding, lines, sales_amount, message "
        "from intermediate.int_order_findings) as findings "
        "order by coalesce(abs(sales_amount), 0) desc, lines desc, message"
    ).fetchall()
    return [
        *find_repeated_totals(connection),
        *find_cents(connection),
        *(message for (message,) in rows),
    ]


def find_repeated_totals(connection) -> list[str]:
    """Return that the amount may be the order's on each of its lines, if it may."""
    orders, same, amounts, order, line = connection.execute(REPEATED_TOTALS).fetchone()
    if orders < FEW_ORDERS or same < SAME_SHARE * orders or amounts < FEW_AMOUNTS:
        return []
    return [
        f"The lines of {same:,} of {orders:,} orders with several lines have the same "
        f"amount each, such as order '{order}' from line {line:,} on. If it is the "
        "order's total, sales are counted many times: compute the amount of a line by "
        "SQL in the source block (docs/sources.md)."
    ]


def find_cents(connection) -> list[str]:
    """Return that amounts may be cents, if all are whole numbers and no prices."""
    for amounts, usual, share in connection.execute(WHOLE_AMOUNTS).fetchall():
        if amounts >= FEW_AMOUNTS and usual >= MANY_CENTS and share > 0.5:
            return [
                f"All sales are whole numbers, mostly about {usual:,.0f}. If these are "
                'cents, say sales_amount: {sql: number("...") / 100} with the name of '
                "the column in a block of your own (docs/sources.md)."
            ]
    return []
