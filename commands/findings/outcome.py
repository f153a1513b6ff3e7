"""Print the totals of judged orders, the result of a build, and what to fix first."""

from pathlib import Path

import yaml

from commands.findings.advice import advise, advise_stop
from commands.sources.choose import make_command
from commands.terminal import count

PROJECT = Path(__file__).parents[2] / "dbt_project.yml"
ORDERS = """
    select
        count(*),
        count(distinct customer_id),
        min(ordered_at)::date,
        max(ordered_at)::date,
        sum(sales_amount),
        coalesce(sum(sales_amount) filter (where is_counted), 0)
    from intermediate.int_orders_enriched
"""
REPAIRS = """
    select shipping_repair, count(*)
    from intermediate.int_orders_enriched
    where shipping_repair != 'none'
    group by all
    order by all
"""
VERDICTS = "select verdict, count(*) from staging.order_lines_judged group by verdict"
CORRECTED_LINES = """
    select count(*)
    from staging.order_lines_repeated
    where verdict = 'superseded' and is_of_same_file
"""
HASHED_CUSTOMERS = """
    select count(distinct customer_id)
    from staging.order_lines_judged
    where regexp_full_match(customer_id, '[0-9a-f]{32}')
"""
CURRENCIES = """
    select currency, count(*) as lines
    from staging.order_lines_judged
    where verdict = 'accepted' and currency is not null
    group by currency
    order by lines desc, currency
    limit 10
"""


def print_orders(connection, absent: list[str], console):
    """Print the numbers of orders and customers, their dates, sales and repairs."""
    totals = connection.execute(ORDERS).fetchone()
    orders, customers, first, last, sales, counted = totals
    if not orders:
        console.print("No line is accepted, so there are no orders.")
        return
    of_these = "" if counted == sales else f", of which {counted:,.2f} count"
    console.print(
        f"{count(orders, 'order')} of {count(customers, 'customer')} from {first} to "
        f"{last}; sales {sales:,.2f}{of_these}."
    )
    repairs = connection.execute(REPAIRS).fetchall()
    words = ", ".join(f"{orders:,} {repair}" for repair, orders in repairs) or "none"
    if "shipped_at" in absent:
        words = "none, because the file has no shipping dates"
    console.print(f"Shipping durations to repair: {words}.")


def print_outcome(connection, console, request, has_key: bool) -> list[str]:
    """Print whether a build would accept the orders; return why it would stop."""
    counts, stops = count_refused(connection)
    (hashed,) = connection.execute(HASHED_CUSTOMERS).fetchone()
    if hashed and not has_key:
        customers = count(hashed, "customer")
        stops.append(f"no key to hash the e-mail addresses of {customers}")
    currencies = connection.execute(CURRENCIES).fetchall()
    if len(currencies) > 1:
        listed = ", ".join(f"{currency} ({lines:,})" for currency, lines in currencies)
        stops.append(f"several currencies, {listed}")
    if stops:
        console.print(f"A build would stop: {'; '.join(stops)}.", style="red")
    else:
        command = make_command("build", request)
        console.print(f"A build would succeed, {counts}: {command}", style="green")
    return stops


def count_refused(connection) -> tuple[str, list[str]]:
    """Return in words how many lines do not count, and why a build would stop."""
    counts = dict(connection.execute(VERDICTS).fetchall())
    (corrected,) = connection.execute(CORRECTED_LINES).fetchone()
    limit = yaml.safe_load(PROJECT.read_text("utf-8"))["vars"]["reject_error_ratio"]
    rejected = counts.get("rejected", 0)
    judged = counts.get("accepted", 0) + rejected
    share = rejected / judged if judged else 1
    words = f"{rejected:,} of {count(judged, 'line')} rejected ({share:.1%})"
    above = f"above reject_error_ratio ({limit:.0%})"
    stops = [f"{words}, {above}"] if share > limit else []
    usable = sum(counts.values()) - rejected
    if usable and corrected / usable > limit:
        stops.append(
            f"{corrected:,} of {count(usable, 'line')} superseded by a later line of "
            f"the same file with the same line id ({corrected / usable:.1%}), {above}"
        )
    others = [
        f"{counts[verdict]:,} {verdict}"
        for verdict in ("superseded", "duplicate", "excluded")
        if verdict in counts
    ]
    return ", ".join([words, *others]), stops


def print_first_fix(reasons: list[tuple], stops, decisions, labels, block, console):
    """Print what the user has to decide, then what to fix first."""
    for sentence in decisions:
        console.print(f"To decide: {sentence}", style="yellow")
    rejected = [row[1:] for row in reasons if row[0] == "rejected"]
    if rejected:
        reason, lines, examples = rejected[0]
        example = describe_example(examples[0], labels)
        console.print(
            f"First to fix: {reason}, {count(lines, 'line')}, such as {example}. "
            f"{advise(reason, block)} (docs/judging.md, docs/sources.md).",
            style="yellow",
        )
    elif stops:
        advice = advise_stop(stops[-1], block)
        console.print(f"First to fix: {stops[-1]}. {advice}.", style="yellow")
    elif not decisions:
        console.print("Nothing to fix.", style="green")


def describe_example(example: dict, labels: dict) -> str:
    """Return an example in words, such as `'12,50' in line 7 of may.csv`."""
    place = f"line {example['line']:,}"
    if len(labels) > 1:
        place += f" of {labels[example['file']]}"
    value = example["example"]
    if not value:
        return place
    # repr() escapes characters that would control the terminal.
    return f"{value if len(value) <= 24 else value[:21] + '...'!r} in {place}"
