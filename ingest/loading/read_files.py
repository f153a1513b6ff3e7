"""Queries by which DuckDB reads the lines of a file with their line numbers.

Each query has the columns that `ingest.sql.lines` needs: `source_file`, `line_number`,
`line_reason`, and `raw_<key>` for every column to read. No other columns are read.
"""

from ingest.engines.duckdb_dialect import SQL
from ingest.engines.readers import read_csv, read_lines
from ingest.formats.json_files.json_sql import select_values
from ingest.formats.parquet import PATH, rows_of
from ingest.opening.source_file import SourceFile
from ingest.sql.values import raw


def text_lines(file: SourceFile, path: str) -> str:
    """Return the query of the lines of a text or a sheet, in brackets.

    `path` is the path of the file or of its pipe; for a sheet, it is the name of a
    view.
    """
    query = {
        "csv": csv_lines,
        "blanks": blank_separated_lines,
        "json": json_lines,
        "sheet": sheet_lines,
    }[file.format](file, path)
    source_file = SQL.literal(file.source_file)
    return f"(select {source_file} as source_file, * from ({query}) as lines_read)"


def csv_lines(file: SourceFile, path: str) -> str:
    """Return the query of the lines of a CSV file; a repeated header gets a reason."""
    columns = {column: f"c{place}" for column, place in file.columns.items()}
    reason = "null"
    if file.names and file.columns:
        repeats = " and ".join(
            f"c{place} = {SQL.literal(file.names[place])}"
            for place in file.columns.values()
        )
        reason = f"case when {repeats} then 'line_repeats_the_header' end"
    rows = read_csv(
        path,
        [f"c{place}" for place in range(file.width)],
        delimiter=file.layout.delimiter,
        quote='"' if file.has_quotes else "",
        **of_file(file, path),
        parallel=not file.has_quotes,
    )
    return select(columns, numbered(file, rows), reason)


def blank_separated_lines(file: SourceFile, path: str) -> str:
    """Return the query of the lines of a text with columns separated by blanks."""
    columns = {
        column: f"case when len(parts) = {file.width} then parts[{place + 1}] end"
        for column, place in file.columns.items()
    }
    reason = (
        f"case when len(parts) > {file.width} then 'line_has_too_many_columns' "
        f"when len(parts) < {file.width} then 'line_has_too_few_columns' end"
    )
    rows = numbered(file, read_lines(path, **of_file(file, path)))
    parts = f"(select *, string_split_regex(trim(line), '\\s+') as parts from {rows})"
    return select(columns, parts, reason)


def json_lines(file: SourceFile, path: str) -> str:
    """Return the query of the records of a JSON file, or of their items, as texts."""
    lines = read_lines(path, **of_file(file, path))
    rows, columns = select_values(lines, file.json, file.columns)
    return select(columns, numbered(file, rows), "line_fault")


def sheet_lines(file: SourceFile, view: str) -> str:
    """Return the query of the lines of a sheet, which is a view of the session."""
    columns = {column: f"c{place}" for column, place in file.columns.items()}
    return select(columns, SQL.name(view), "line_reason")


def parquet_lines(files: list[SourceFile]) -> str:
    """Return the query of the lines of files with the same columns, in brackets."""
    first, *others = files
    path = SQL.name(PATH) if others else SQL.literal(first.source_file)
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
    """Return the query of the raw columns of numbered lines."""
    values = "".join(f", {sql} as {raw(column)}" for column, sql in columns.items())
    return (
        f"select line_number, cast({reason} as varchar) as line_reason"
        f"{values} from {rows} as lines_found"
    )


def of_file(file: SourceFile, path: str) -> dict:
    """Return a file's compression and whether it has a header; not for a pipe."""
    if path != file.source_file:
        return {}
    return {"compression": file.layout.compression, "has_header": file.has_header}


def numbered(file: SourceFile, rows: str) -> str:
    """Return the query of rows with their line numbers in the file.

    Blank lines, broken lines and line breaks in quotes make a line number larger than
    the number of the record. `shifts` has the difference from each record on.
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
