"""Print the findings of a check in judged orders, and at the end what to fix first."""

from pathlib import Path

from commands.findings.columns import describe_columns
from commands.findings.oddities import find_oddities, print_statuses
from commands.findings.outcome import (
    describe_example,
    print_first_fix,
    print_orders,
    print_outcome,
)
from commands.sources.block_names import OWN_BLOCK, own_block
from commands.sources.first_file import first_file
from commands.sources.unread_columns import hints, hints_of_money, unread_columns
from commands.terminal import PLAIN, print_table
from ingest.opening.request import Inputs
from ingest.opening.source_file import SourceFile

# The source of `sales_amount`, as it is printed, if sales are before discount.
FULL_PRICE = "= quantity * unit_price"
# A table shows at most so many files.
MAX_FILES = 20
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "": "blanks"}
FILE_COLUMNS = {
    **{"file": "", "format": "", "encoding": "", "separated by": "", "header": ""},
    **{"lines": "{:,}", "rejected": "{:,}"},
}
LINES_OF_FILES = """
    select source_file, count(*), count(*) filter (verdict = 'rejected')
    from staging.order_lines_judged
    group by source_file
"""
# One row per verdict and reason, the most frequent reason first. If two reasons are
# equally frequent, an unreadable value comes before a missing value, because the first
# may cause the second. If the name of the reason contains a column, examples are values
# of this column; otherwise they are line numbers.
REASONS = """
    with reasons as (
        select
            verdict,
            reason,
            struct_pack(file := source_file, line := line_number) as place,
            json_extract_string(
                raw_values,
                '$.' || regexp_replace(reason, '_(unreadable|out_of_range)$', '')
            ) as example
        from (
            select *, unnest(
                case when len(reasons) > 0 then reasons else [''] end
            ) as reason
            from staging.order_lines_judged
        )
    ),

    examples as (
        select verdict, reason, example, count(*) as lines, min(place) as place
        from reasons
        group by
            verdict,
            reason,
            example,
            case when example is null and verdict != 'accepted' then place end
    )

    select
        verdict,
        reason,
        cast(sum(lines) as bigint) as lines,
        list(
            struct_pack(
                example := example, file := place.file, line := place.line
            ) order by lines desc, place
        )[1:3] as examples
    from examples
    group by verdict, reason
    order by
        list_position(
            ['accepted', 'rejected', 'duplicate', 'superseded', 'excluded'], verdict
        ),
        sum(examples.lines) desc,
        reason like '%_missing',
        reason
"""


def print_findings(connection, console, request, inputs: Inputs, has_key=True):
    """Print files, columns, verdicts and orders, and the result of a build.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A connection to the judged orders.
    console : rich.console.Console
    request : ingest.opening.request.Request
    inputs : Inputs
        The judged files.
    has_key : bool
        Whether the user has a key that hashes customers.
    """
    paths = [file.source_file for file in inputs.files]
    labels = {path: Path(path).name for path in paths}
    if len({*labels.values()}) < len(paths):
        labels = {path: path for path in paths}
    reasons = connection.execute(REASONS).fetchall()
    console.print()
    read, unread = describe_columns(inputs, labels)
    first = first_file(inputs.path, inputs.block)
    alike = unread_columns(first, inputs.block)
    absent = [one for one in inputs.block.dataset.column_names if one not in read]
    print_files(connection, inputs.files, labels, console)
    print_columns(read, absent, unread, alike, console)
    print_reasons(reasons, labels, console)
    print_statuses(connection, console)
    print_orders(connection, absent, console)
    stops = print_outcome(connection, console, request, has_key)
    decisions = hints(first, inputs.block, alike)
    # For a block of the user's own, the draft has already listed unread discounts.
    is_shipped = own_block(request) == OWN_BLOCK
    is_full = is_shipped and read.get("sales_amount") == FULL_PRICE
    decisions += hints_of_money(first, inputs.block, unread, is_full)
    decisions += find_oddities(connection)
    print_first_fix(reasons, stops, decisions, labels, own_block(request), console)


def print_files(connection, files: list[SourceFile], labels: dict, console):
    """Print how each file is read, and how many of its lines are rejected."""
    lines = connection.execute(LINES_OF_FILES).fetchall()
    counts = {path: numbers for path, *numbers in lines}
    rows = []
    for file in files[:MAX_FILES]:
        is_text, layout = file.format in ("csv", "blanks"), file.layout
        delimiter = layout.delimiter.replace("blanks", "") if is_text else ""
        rows.append(
            (
                labels[file.source_file],
                f"{file.format} {layout.compression if layout else ''}".strip(),
                layout.encoding if layout else "-",
                DELIMITERS.get(delimiter, repr(delimiter)) if is_text else "-",
                "-" if not is_text else "yes" if file.has_header else "no",
                *counts.get(file.source_file, (0, 0)),
            )
        )
    print_table(console, FILE_COLUMNS, rows, **PLAIN)
    if len(files) > MAX_FILES:
        console.print(f"and {len(files) - MAX_FILES:,} more files")
    console.print()


def print_columns(read: dict, absent: list[str], unread: list[str], alike, console):
    """Print the source of each canonical column, and the columns that are not read."""
    rows = [*read.items()]
    if alike:
        likely = [f"{name} ({column}?)" for column, name in alike.items()]
        rows.append(("To decide", ", ".join(likely)))
    absent = [one for one in absent if one not in alike]
    unread = [one for one in unread if one not in alike.values()]
    rows.append(("Not in the file", ", ".join(absent) or "nothing"))
    rows.append(("Not read", ", ".join(unread) or "nothing"))
    print_table(console, {"column": "", "read from": ""}, rows, **PLAIN)
    console.print()


def print_reasons(reasons: list[tuple], labels: dict, console):
    """Print lines by verdict and reason, with examples."""
    rows = [
        (
            *(verdict, reason, lines),
            "; ".join(describe_example(one, labels) for one in examples)
            if verdict != "accepted"
            else "",
        )
        for verdict, reason, lines, examples in reasons
    ]
    columns = {"verdict": "", "reason": "", "lines": "{:,}", "examples": ""}
    print_table(console, columns, rows, **PLAIN)
    console.print()
