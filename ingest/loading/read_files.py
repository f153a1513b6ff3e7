"""How DuckDB reads a file: its lines with their numbers, and columns as they are there.

Each query has `source_file`, `line_number`, `line_reason` and `raw_<column>` for every
mapped column, as `ingest.sql.lines` takes them. Only mapped columns are ever read.
"""

from ingest.engines.duckdb_dialect import DuckDB
from ingest.engines.readers import path_literal, read_lines
from ingest.formats.json_files.json_sql import records_of, values_of_records
from ingest.formats.parquet import PATH, rows_of
from ingest.opening.source_file import SourceFile
from ingest.sql.values import raw

DUCKDB = DuckDB()


def text_lines(file: SourceFile, place: str) -> str:
    """Return the query of the lines of a text, in brackets.

    Parameters
    ----------
    file : SourceFile
    place : str
        Where DuckDB reads it: its path, or the pipe that it is fed through.
    """
    query = {
        "csv": csv_lines,
        "blanks": blank_separated_lines,
        "json": json_lines,
        "sheet": sheet_lines,
    }[file.format](file, place)
    source_file = DUCKDB.literal(file.source_file)
    return f"(select {source_file} as source_file, * from ({query}) as lines_read)"


def csv_lines(file: SourceFile, place: str) -> str:
    """Return the lines of a CSV file; its header in the middle is no line."""
    repeats = [
        f"c{file.columns[column]} = {DUCKDB.literal(name)}"
        for column, name in file.headers.items()
    ]
    reason = f"case when {' and '.join(repeats)} then 'line_repeats_the_header' end"
    columns = {column: f"c{number}" for column, number in file.columns.items()}
    names = [f"c{number}" for number in range(file.width)]
    rows = read_csv(file, place, names, file.delimiter, '"' if file.has_quotes else "")
    return select(columns, numbered(file, rows), reason if repeats else "null")


def blank_separated_lines(file: SourceFile, place: str) -> str:
    """Return lines whose columns stand apart by runs of blanks."""
    columns = {
        column: f"case when len(parts) = {file.width} then parts[{number + 1}] end"
        for column, number in file.columns.items()
    }
    reason = (
        f"case when len(parts) > {file.width} then 'line_has_too_many_columns' "
        f"when len(parts) < {file.width} then 'line_has_too_few_columns' end"
    )
    rows = numbered(file, lines_at(file, place))
    parts = f"(select *, string_split_regex(trim(line), '\\s+') as parts from {rows})"
    return select(columns, parts, reason)


def json_lines(file: SourceFile, place: str) -> str:
    """Return the records of a JSON file, or their items; every value is text."""
    rows = records_of(lines_at(file, place), file.json, file.columns)
    columns = values_of_records(file.json, file.columns)
    return select(columns, numbered(file, rows), "line_fault")


def sheet_lines(file: SourceFile, place: str) -> str:
    """Return the lines of a sheet, which is a view of that name meanwhile."""
    columns = {column: f"c{number}" for column, number in file.columns.items()}
    return select(columns, DUCKDB.name(place), "line_reason")


def parquet_lines(files: list[SourceFile]) -> str:
    """Return the query of the lines of files that have the same values, in brackets."""
    first, *others = files
    path = DUCKDB.name(PATH) if others else DUCKDB.literal(first.source_file)
    values = "".join(
        f", {first.values[name].sql} as {raw(column)}"
        for column, name in first.columns.items()
    )
    rows = rows_of([file.source_file for file in files])
    return (
        f"(select {path} as source_file, file_row_number + 1 as line_number, "
        f"cast(null as varchar) as line_reason{values} from {rows} as lines_found)"
    )


def select(columns: dict[str, str], rows: str, reason: str) -> str:
    """Return a query of numbered lines with raw columns."""
    values = "".join(f", {sql} as {raw(column)}" for column, sql in columns.items())
    return (
        f"select line_number, cast({reason} as varchar) as line_reason"
        f"{values} from {rows} as lines_found"
    )


def numbered(file: SourceFile, rows: str) -> str:
    """Return rows with the numbers their lines have in the file.

    Records come in their order. What is no record of its own (a blank line, one that
    was taken out, further lines of a quoted value) moves those behind it.
    """
    above = file.lines_before + file.has_header
    counted = f"(select row_number() over () as record, * from {rows})"
    if not file.shifts:
        return f"(select record + {above} as line_number, * from {counted})"
    shifts = ", ".join(
        f"({first}, {added - file.has_header})" for first, added in file.shifts
    )
    return (
        f"(select record + {above} + coalesce(shifts.added, 0) as line_number, "
        "counted.* "
        f"from {counted} as counted asof left join "
        f"(values {shifts}) as shifts (first_record, added) "
        "on counted.record >= shifts.first_record)"
    )


def lines_at(file: SourceFile, place: str) -> str:
    """Return each line of a text as one text."""
    if place != file.source_file:
        return read_lines(place)
    return read_lines(place, file.compression, file.has_header)


def read_csv(
    file: SourceFile, place: str, names: list[str], delimiter: str, quote: str
) -> str:
    """Return the call of DuckDB's reader of texts.

    Where DuckDB begins in the middle of a file, it guesses whether it is within quotes,
    and loses or invents records where it guesses wrong: files with quotes are read from
    their beginning.
    """
    is_in_place = place == file.source_file
    columns = ", ".join(f"{name}: 'varchar'" for name in names)
    options = {
        "auto_detect": "false",
        "header": str(file.has_header and is_in_place).lower(),
        "delim": DUCKDB.literal(delimiter),
        "quote": DUCKDB.literal(quote),
        "escape": DUCKDB.literal(quote),
        "parallel": str(not file.has_quotes).lower(),
        "compression": DUCKDB.literal(is_in_place and file.compression or "none"),
        "columns": f"{{{columns}}}",
    }
    told = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"read_csv({path_literal(place)}, {told})"
