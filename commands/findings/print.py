"""Print what was found in judged orders, and last the first thing to fix."""

from pathlib import Path

from commands.findings.columns import describe_columns
from commands.findings.oddities import find_oddities, print_statuses
from commands.findings.outcome import (
    ask,
    count_hashed,
    print_first_fix,
    print_orders,
    print_outcome,
)
from commands.findings.tables import add_row, describe_example, make_table
from commands.sources.first_file import first_file
from commands.sources.unread_columns import hints, hints_of_money, unread_columns
from ingest.opening.request import Inputs
from ingest.opening.source_file import SourceFile

# How sales are computed before discount.
FULL = "= quantity * unit_price"
# A longer table says nothing more.
FILES = 20
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "": "blanks"}
# Lines by verdict and reason, the most frequent reason first; of a value that cannot
# be read and what cannot be computed from it, the former. Examples are values of the
# column that the reason is about, or else lines; of accepted lines nothing is shown.
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


def print_findings(connection, console, request, opened: Inputs, has_key=True):
    """Print files, columns, verdicts, orders, and what a build would do.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a warehouse in which the orders were judged.
    request : commands.sources.propose.Request
    opened : Inputs
        The files that were judged.
    has_key : bool
        Whether there is a key by which customers are hashed.
    """
    labels = file_labels([file.source_file for file in opened.files])
    reasons = ask(connection, REASONS)
    console.print()
    read, unread = describe_columns(opened, labels)
    first = first_file(opened.path, opened.block)
    alike = unread_columns(first, opened.block)
    absent = [one for one in opened.block.dataset.column_names if one not in read]
    print_files(connection, opened.files, labels, console)
    print_columns(read, absent, unread, alike, console)
    print_reasons(reasons, labels, console)
    print_statuses(connection, console)
    print_orders(connection, absent, console)
    lacking = [] if has_key else count_hashed(connection)
    stops = print_outcome(connection, console, request, lacking)
    said = hints(first, opened.block, alike)
    # A block of the user's own says what it leaves out where it is proposed.
    is_full = not request.sources_path and read.get("sales_amount") == FULL
    said += hints_of_money(first, opened.block, unread, is_full)
    oddities = [*said, *find_oddities(connection)]
    print_first_fix(reasons, stops, oddities, labels, request.block, console)


def file_labels(paths: list[str]) -> dict[str, str]:
    """Return the shortest name that tells each file from the others."""
    if len({Path(path).name for path in paths}) == len(paths):
        return {path: Path(path).name for path in paths}
    return {path: path for path in paths}


def print_files(connection, files: list[SourceFile], labels: dict, console):
    """Print how each file is read, and how many of its lines are rejected."""
    counts = ask(
        connection,
        "select source_file, count(*), count(*) filter (verdict = 'rejected') "
        "from staging.order_lines_judged group by source_file",
    )
    counts = {path: (lines, rejected) for path, lines, rejected in counts}
    table = make_table(
        "file", "format", "encoding", "separated by", "header", "lines", "rejected"
    )
    for file in files[:FILES]:
        is_text = file.format in ("csv", "blanks")
        delimiter = file.delimiter.replace("blanks", "")
        delimiter = DELIMITERS.get(delimiter, repr(delimiter))
        add_row(
            table,
            labels[file.source_file],
            " ".join(filter(None, [file.format, file.compression])),
            file.encoding or "-",
            delimiter if is_text else "-",
            "-" if not is_text else "yes" if file.has_header else "no",
            *(f"{lines:,}" for lines in counts.get(file.source_file, (0, 0))),
        )
    console.print(table)
    if len(files) > FILES:
        console.print(f"and {len(files) - FILES:,} more files")
    console.print()


def print_columns(read: dict, absent: list[str], unread: list[str], alike, console):
    """Print what each column is read from, once for all files.

    Parameters
    ----------
    alike : dict
        Columns of the file that are not read, by what they are called like.
    """
    table = make_table("column", "is read from")
    for column, source in read.items():
        add_row(table, column, source)
    if alike:
        said = [f"{name} ({column}?)" for column, name in alike.items()]
        add_row(table, "To decide", ", ".join(said))
    absent = [one for one in absent if one not in alike]
    unread = [one for one in unread if one not in alike.values()]
    add_row(table, "Not there", ", ".join(absent) or "nothing")
    add_row(table, "Not read", ", ".join(unread) or "nothing")
    console.print(table)
    console.print()


def print_reasons(reasons: list[tuple], labels: dict, console):
    """Print lines by verdict and reason, with examples."""
    table = make_table("verdict", "reason", "lines", "for example")
    for verdict, reason, lines, examples in reasons:
        shown = "; ".join(describe_example(one, labels) for one in examples)
        add_row(
            table, verdict, reason, f"{lines:,}", "" if verdict == "accepted" else shown
        )
    console.print(table)
    console.print()
