"""What statuses mean, and what is odd about judged orders."""

from commands.tables import add_row, make_table
from commands.unread import hint

# A longer table of statuses says nothing more.
STATUSES = 20
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
        "from intermediate.int_statuses_judged "
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


def find_oddities(connection, source: str, alike: dict[str, str]) -> list[str]:
    """Return what is to be looked at, the sentences with most money first.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a warehouse in which the orders were judged.
    source : str
        The name of the block.
    alike : dict
        Columns of the file that are not read, by what they are called like.
    """
    hints = [hint(column, name, source) for column, name in alike.items()]
    rows = connection.execute(
        "select message from ("
        "select finding, lines, sales_amount, message from staging.order_line_findings "
        "union all "
        "select finding, lines, sales_amount, message "
        "from intermediate.int_order_findings) as findings "
        "order by coalesce(abs(sales_amount), 0) desc, lines desc, message"
    ).fetchall()
    return [*hints, *(message for (message,) in rows)]
