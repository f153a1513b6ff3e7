"""Say what judged orders amount to, what a build would do, and what to fix first."""

from pathlib import Path

import yaml

from commands.advice import advise
from commands.tables import count, describe_example

PROJECT = Path(__file__).parents[1] / "dbt_project.yml"


def print_orders(connection, absent: list[str], console):
    """Print orders, customers, the time they cover and what is repaired."""
    orders, customers, first, last, sales = ask(
        connection,
        "select count(*), count(distinct customer_id), min(ordered_at)::date, "
        "max(ordered_at)::date, sum(sales_amount) "
        "from intermediate.int_orders_completed",
    )[0]
    if not orders:
        console.print("No line is accepted, so there are no orders.")
        return
    console.print(
        f"{count(orders, 'order')} of {count(customers, 'customer')} from {first} to "
        f"{last}; sales {sales:,.2f}."
    )
    repairs = ask(
        connection,
        "select shipping_repair, count(*) from intermediate.int_orders_completed "
        "where shipping_repair != 'none' group by all order by all",
    )
    said = ", ".join(f"{orders:,} {repair}" for repair, orders in repairs) or "none"
    if "shipped_at" in absent:
        said = "none, because shipping dates are not there"
    console.print(f"Shipping durations to repair: {said}.")


def print_outcome(connection, console, request):
    """Print whether a build would take the orders, or why it would stop."""
    said, reasons = count_rejected(connection)
    reasons += count_currencies(connection)
    if reasons:
        sentence = f"A build would stop: {'; '.join(reasons)}."
        console.print(sentence, style="red", soft_wrap=True)
    else:
        sentence = f"A build would take it, {said}: {request.command('build')}"
        console.print(sentence, style="green", soft_wrap=True)


def count_rejected(connection) -> tuple[str, list[str]]:
    """Return how many lines are rejected, and that as a reason if it is too many."""
    ((rejected, judged),) = ask(
        connection,
        "select count(*) filter (verdict = 'rejected'), "
        "count(*) filter (verdict in ('accepted', 'rejected')) "
        "from staging.order_lines_judged",
    )
    limit = yaml.safe_load(PROJECT.read_text("utf-8"))["vars"]["reject_error_ratio"]
    share = rejected / judged if judged else 1
    said = f"{rejected:,} of {judged:,} lines rejected ({share:.1%})"
    too_many = f"{said}, above reject_error_ratio ({limit:.0%})"
    return said, [too_many] if share > limit else []


def count_currencies(connection) -> list[str]:
    """Return that there are several currencies, if so."""
    currencies = ask(
        connection,
        "select currency, count(*) as lines from staging.order_lines_judged "
        "where verdict = 'accepted' and currency is not null "
        "group by currency order by lines desc, currency limit 10",
    )
    counts = ", ".join(f"{currency} ({lines:,})" for currency, lines in currencies)
    return [f"several currencies, {counts}"] if len(currencies) > 1 else []


def print_first_fix(reasons: list[tuple], labels: dict, console):
    """Print the reason that most rejected lines have, and what to do about it."""
    rejected = [row[1:] for row in reasons if row[0] == "rejected"]
    if not rejected:
        console.print("Nothing has to be fixed.", style="green")
        return
    reason, lines, examples = rejected[0]
    console.print(
        f"First to fix: {reason}, {count(lines, 'line')}, such as "
        f"{describe_example(examples[0], labels)}. {advise(reason)} "
        "(docs/judging.md, docs/sources.md).",
        style="yellow",
        soft_wrap=True,
    )


def ask(connection, sql: str) -> list[tuple]:
    """Return the rows of a query."""
    return connection.execute(sql).fetchall()
