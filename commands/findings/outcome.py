"""Say what judged orders amount to, what a build would do, and what to fix first."""

from pathlib import Path

import yaml

from commands.findings.advice import advise, advise_stop
from commands.findings.tables import count, describe_example

PROJECT = Path(__file__).parents[2] / "dbt_project.yml"


def print_orders(connection, absent: list[str], console):
    """Print orders, customers, the time they cover and what is repaired."""
    orders, customers, first, last, sales, counted = ask(
        connection,
        "select count(*), count(distinct customer_id), min(ordered_at)::date, "
        "max(ordered_at)::date, sum(sales_amount), "
        "coalesce(sum(sales_amount) filter (where is_counted), 0) "
        "from intermediate.int_orders_enriched",
    )[0]
    if not orders:
        console.print("No line is accepted, so there are no orders.")
        return
    of_these = "" if counted == sales else f", of which {counted:,.2f} count"
    console.print(
        f"{count(orders, 'order')} of {count(customers, 'customer')} from {first} to "
        f"{last}; sales {sales:,.2f}{of_these}.",
        soft_wrap=True,
    )
    repairs = ask(
        connection,
        "select shipping_repair, count(*) from intermediate.int_orders_enriched "
        "where shipping_repair != 'none' group by all order by all",
    )
    said = ", ".join(f"{orders:,} {repair}" for repair, orders in repairs) or "none"
    if "shipped_at" in absent:
        said = "none, because shipping dates are not there"
    console.print(f"Shipping durations to repair: {said}.")


def print_outcome(connection, console, request, lacking: list[str]) -> list[str]:
    """Print whether a build would take the orders; return what would stop it.

    Parameters
    ----------
    lacking : list of str
        What a build needs besides the orders and is not there.
    """
    said, reasons = count_refused(connection)
    reasons += lacking + count_currencies(connection)
    if reasons:
        sentence = f"A build would stop: {'; '.join(reasons)}."
        console.print(sentence, style="red", soft_wrap=True)
    else:
        sentence = f"A build would take it, {said}: {request.command('build')}"
        console.print(sentence, style="green", soft_wrap=True)
    return reasons


def count_refused(connection) -> tuple[str, list[str]]:
    """Return which lines do not count, in words, and what of it is too much."""
    counts = dict(
        ask(
            connection,
            "select verdict, count(*) from staging.order_lines_judged group by verdict",
        )
    )
    ((corrected,),) = ask(
        connection,
        "select count(*) from staging.order_lines_repeated "
        "where verdict = 'superseded' and is_of_same_file",
    )
    limit = yaml.safe_load(PROJECT.read_text("utf-8"))["vars"]["reject_error_ratio"]
    rejected = counts.get("rejected", 0)
    judged = counts.get("accepted", 0) + rejected
    share = rejected / judged if judged else 1
    said = f"{rejected:,} of {count(judged, 'line')} rejected ({share:.1%})"
    above = f"above reject_error_ratio ({limit:.0%})"
    reasons = [f"{said}, {above}"] if share > limit else []
    usable = sum(counts.values()) - rejected
    if usable and corrected / usable > limit:
        reasons.append(
            f"{corrected:,} of {count(usable, 'line')} superseded by a later line of "
            f"the same file with the same line id ({corrected / usable:.1%}), {above}"
        )
    others = [
        f"{counts[verdict]:,} {verdict}"
        for verdict in ("superseded", "duplicate", "excluded")
        if verdict in counts
    ]
    return ", ".join([said, *others]), reasons


def count_hashed(connection) -> list[str]:
    """Return that customers are hashed and there is no key, if any is."""
    ((hashed,),) = ask(
        connection,
        "select count(distinct customer_id) from staging.order_lines_judged "
        "where regexp_full_match(customer_id, '[0-9a-f]{32}')",
    )
    if not hashed:
        return []
    said = f"{count(hashed, 'customer')} named by the keyed hash of an e-mail address"
    return [f"{said}, and there is no key"]


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


def print_first_fix(reasons: list[tuple], stops, oddities, labels, block, console):
    """Print what is to decide, then what to fix first.

    Parameters
    ----------
    stops : list of str
        What would stop a build.
    oddities : list of str
        What is odd, in sentences.
    block : str
        Where the user's block lies.
    """
    for sentence in oddities:
        console.print(f"To decide: {sentence}", style="yellow", soft_wrap=True)
    rejected = [row[1:] for row in reasons if row[0] == "rejected"]
    if rejected:
        reason, lines, examples = rejected[0]
        console.print(
            f"First to fix: {reason}, {count(lines, 'line')}, such as "
            f"{describe_example(examples[0], labels)}. {advise(reason, block)} "
            "(docs/judging.md, docs/sources.md).",
            style="yellow",
            soft_wrap=True,
        )
    elif stops:
        sentence = f"First to fix: {stops[-1]}. {advise_stop(stops[-1], block)}."
        console.print(sentence, style="yellow", soft_wrap=True)
    elif not oddities:
        console.print("Nothing has to be fixed.", style="green")


def ask(connection, sql: str) -> list[tuple]:
    """Return the rows of a query."""
    return connection.execute(sql).fetchall()
