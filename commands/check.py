"""`make check`: what a build would make of an order file, before it does."""

import json
import os
import sys
import tempfile
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from commands.dbt_run import run_dbt
from commands.proposal import propose
from ingest.errors import OrdersError

EXAMPLES = 3


def main() -> int:
    """Check ORDERS as SOURCE, or as the source that fits best; return the status."""
    console = Console(width=None if sys.stdout.isatty() else 100)
    orders, source = os.environ.get("ORDERS"), os.environ.get("SOURCE")
    sources_path = os.environ.get("SOURCES_PATH", "")
    if not orders:
        console.print("Say which file: make check ORDERS=path [SOURCE=name]")
        return 1
    try:
        source = source or propose(orders, sources_path, console)
    except OrdersError as error:
        console.print(str(error), style="red", markup=False, highlight=False)
        return 1
    if not source:
        return 1
    with tempfile.TemporaryDirectory() as folder:
        status = judge(Path(folder), orders, source, sources_path)
        if status == 0:
            with duckdb.connect(str(Path(folder, "check.duckdb"))) as connection:
                print_verdict(connection, console)
        return status


def judge(folder: Path, orders: str, source: str, sources_path: str) -> int:
    """Judge the file in a warehouse of its own, as a build would."""
    os.environ["WAREHOUSE_PATH"] = str(folder / "check.duckdb")
    variables = {
        "orders_source": source,
        "orders_path": orders,
        "sources_path": sources_path,
        # The limit is for builds; here everything is to be seen.
        "reject_error_ratio": 1,
        "reject_warn_ratio": 1,
    }
    return run_dbt(
        [
            "build",
            *["--select", "+int_orders_completed", "--exclude", "test_type:unit"],
            *["--indirect-selection", "cautious"],
            *["--vars", json.dumps(variables)],
            *["--target-path", str(folder / "target"), "--log-path", str(folder)],
        ],
        Console(stderr=True),
        show_tables=False,
    )


def print_verdict(connection, console: Console) -> None:
    """Print what was found, from the file as a whole to the first thing to fix."""
    (opened,) = ask(connection, "select opened from staging.order_source")[0]
    opened = json.loads(opened)
    print_files(opened, console)
    print_lines(connection, console)
    print_orders(connection, console)
    print_first_fix(connection, console)


def ask(connection, sql: str) -> list[tuple]:
    """Return the rows of a query."""
    return connection.execute(sql).fetchall()


def print_files(opened: dict, console: Console) -> None:
    """Print how each file is read, and which of its columns are."""
    table = make_table("file", "format", "encoding", "separated by", "lines")
    for file in opened["files"]:
        table.add_row(
            Path(file["source_file"]).name,
            " ".join(filter(None, [file["format"], file["compression"]])),
            file["encoding"] or "-",
            repr(file["delimiter"]) if file["delimiter"] else "-",
            f"{file['records']:,}",
        )
    console.print(table)
    columns = opened["files"][0]["columns"]
    headers = opened["files"][0]["names"]
    for column, place in columns.items():
        name = headers[place] if isinstance(place, int) and headers else place
        console.print(f"  {column:<16} {name}", markup=False, highlight=False)
    for column, sql in opened["expressions"].items():
        console.print(f"  {column:<16} = {sql}", markup=False, highlight=False)
    unused = [name for name in headers if name not in used_names(columns, headers)]
    for what, names in (("Not read", unused), ("Not there", opened["absent"])):
        console.print(f"{what}: {', '.join(names) or 'nothing'}", markup=False)


def used_names(columns: dict, headers: list[str]) -> set[str]:
    """Return the file's names of the columns that are read."""
    return {
        headers[place] if isinstance(place, int) and headers else place
        for place in columns.values()
    }


def print_lines(connection, console: Console) -> None:
    """Print lines by verdict and reason, with examples."""
    table = make_table("verdict", "reason", "lines", "for example")
    for verdict, reason, lines, examples in ask(
        connection,
        f"""
        select
            verdict,
            reason,
            count(*) as lines,
            list(line_number order by source_file, line_number)[1:{EXAMPLES}]
        from (
            select *, unnest(
                case when len(reasons) > 0 then reasons else [''] end
            ) as reason
            from staging.order_lines_judged
        )
        group by all order by verdict, lines desc, reason
        """,
    ):
        numbers = ", ".join(f"{number:,}" for number in examples)
        shown = f"line {numbers}" if verdict != "accepted" else ""
        table.add_row(verdict, reason, f"{lines:,}", shown)
    console.print(table)


def print_orders(connection, console: Console) -> None:
    """Print orders, customers, the time they cover and what is repaired."""
    orders, customers, first, last = ask(
        connection,
        "select count(*), count(distinct customer_id), min(ordered_at), "
        "max(ordered_at) from intermediate.int_orders_completed",
    )[0]
    console.print(
        f"{orders:,} orders of {customers:,} customers, from {first} to {last}.",
        highlight=False,
    )
    repairs = ask(
        connection,
        "select shipping_repair, count(*) from intermediate.int_shipments_repaired "
        "where shipping_repair != 'none' group by all order by all",
    )
    said = ", ".join(f"{count:,} {repair}" for repair, count in repairs)
    console.print(f"Shipping durations to repair: {said or 'none'}.", highlight=False)


def print_first_fix(connection, console: Console) -> None:
    """Print the one thing that is worth most to put right."""
    rows = ask(
        connection,
        """
        select
            reason,
            count(*) as lines,
            min_by(line_number, (source_file, line_number)) as line_number,
            min_by(raw_values, (source_file, line_number)) as raw_values
        from (
            select *, unnest(reasons) as reason
            from staging.order_lines_judged where verdict = 'rejected'
        )
        group by reason order by lines desc, reason limit 1
        """,
    )
    if not rows:
        console.print("Nothing has to be fixed.", style="green")
        return
    reason, lines, number, raw = rows[0]
    console.print(
        f"First to fix: {reason} ({lines:,} lines, such as line {number:,}: {raw}). "
        "docs/judging.md explains it.",
        style="yellow",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def make_table(*headings: str) -> Table:
    """Return an empty table; the column of counts stands to the right."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="right" if heading == "lines" else "left")
    return table


if __name__ == "__main__":
    sys.exit(main())
