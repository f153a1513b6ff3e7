"""Insert the lines of files: similar files by one query, all other files one by one."""

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import NO_KEY, SQL
from ingest.errors import OrdersError
from ingest.formats.json_files.scan_json import open_json_pipe
from ingest.formats.text.pipe import Pipe, open_pipe
from ingest.formats.workbooks.cells import read_rows
from ingest.loading.loaded_files import Destination
from ingest.loading.read_files import parquet_lines, text_lines
from ingest.opening.source_file import SourceFile
from ingest.sql.hashing import customer_key_set
from ingest.sql.lines import select_lines

# One query reads at most this number of text files, each of at most this size in bytes.
TEXTS = 50
SMALL = 1 << 20


def insert_files(
    session, destination: Destination, files: list[SourceFile], block: SourceBlock
) -> None:
    """Insert all lines of files, including lines that could not be split."""
    for alike in group(files):
        if alike[0].sheet is not None:
            insert_sheet(session, destination, alike[0], block)
        elif alike[0].in_place:
            insert_group(session, destination, alike, block)
        else:
            insert_through_pipe(session, destination, alike[0], block)


def group(files: list[SourceFile]) -> list[list[SourceFile]]:
    """Group files that one query can read, because each insert takes long."""
    groups: dict = {}
    for number, file in enumerate(files):
        kind = (file.format, file.has_null_bytes, *file.types.items(), *file.columns)
        if file.format == "parquet":
            kind = tuple(file.values.items())
        elif not file.in_place or file.bytes > SMALL or file.format == "sheet":
            kind = (number,)
        alike = groups.setdefault(kind, [[]])
        if len(alike[-1]) == TEXTS and file.format != "parquet":
            alike.append([])
        alike[-1].append(file)
    return [alike for of_kind in groups.values() for alike in of_kind]


def insert_group(session, destination, files: list[SourceFile], block) -> None:
    """Insert the lines of files with one query."""
    insert = f"insert into {destination.lines} {query_of(files, block)}"
    try:
        inserted = session.execute(insert).fetchone()[0]
    except duckdb.Error as error:
        raise find_unreadable(files, block, error) from None
    counts = {files[0].source_file: inserted}
    if len(files) > 1:
        counts = dict(
            session.execute(
                f"select source_file, count(*) from {destination.lines} "
                "where source_file in (select unnest($paths)) group by source_file",
                {"paths": [file.source_file for file in files]},
            ).fetchall()
        )
    for file in files:
        check_count(file, counts.get(file.source_file, 0))


def insert_sheet(session, destination, file: SourceFile, block) -> None:
    """Insert the lines of a sheet."""
    session.register(file.source_file, file.sheet)
    try:
        insert_group(session, destination, [file], block)
    finally:
        session.unregister(file.source_file)
        read_rows.cache_clear()


def query_of(files: list[SourceFile], block: SourceBlock) -> str:
    """Return the query of all lines of a group of files."""
    if files[0].format == "parquet":
        source = parquet_lines(files)
    else:
        each = [text_lines(file, file.source_file) for file in files]
        # Without `materialized`, DuckDB would plan and compute all steps once per file.
        lines = f"lines_read as materialized ({' union all '.join(each)})"
        source = each[0] if len(each) == 1 else f"(with {lines} from lines_read)"
    return select_lines(source, block, files[0].types, SQL, files[0].has_null_bytes)


def find_unreadable(files: list[SourceFile], block: SourceBlock, error) -> OrdersError:
    """Return the error of the file that made a query of several files fail."""
    with duckdb.connect() as connection, customer_key_set(connection):
        for file in files if len(files) > 1 else ():
            query = f"select count(hash(one)) from ({query_of([file], block)}) as one"
            try:
                connection.execute(query).fetchall()
            except duckdb.Error as reason:
                return unreadable(file, reason)
    return unreadable(files[0], error)


def unreadable(file: SourceFile, error) -> OrdersError:
    """Return the error of a file that cannot be read."""
    reason = str(error).splitlines()[0]
    if NO_KEY in reason:
        return OrdersError(f"'{file.source_file}': {NO_KEY}")
    return OrdersError(f"'{file.source_file}' cannot be read: {reason}")


def insert_through_pipe(session, destination, file: SourceFile, block) -> None:
    """Insert the lines of a text through a pipe, and its broken lines."""
    pipe = pipe_of(file)
    lines = text_lines(file, pipe.path)
    query = select_lines(lines, block, file.types, SQL, file.has_null_bytes)
    insert = f"insert into {destination.lines} {query}"
    try:
        ((inserted,),) = session.execute(insert).fetchall()
    except duckdb.Error as error:
        raise unreadable(file, pipe.failure or error) from None
    finally:
        pipe.close()
    pipe.raise_if_failed()
    check_count(file, inserted)
    if file.broken:
        insert_broken_lines(session, destination, file)


def check_count(file: SourceFile, lines: int) -> None:
    """Raise OrdersError if the scan counted another number of lines than was read."""
    if lines != file.records:
        raise OrdersError(
            f"The file '{file.source_file}' changed while it was read: {lines} instead "
            f"of {file.records} lines were found. Build again once it is complete."
        )


def pipe_of(file: SourceFile) -> Pipe:
    """Return the pipe of a file that DuckDB cannot read directly."""
    if file.json:
        records = None if file.json.items else file.records
        return open_json_pipe(
            file.source_file, file.layout, file.json, records, file.sha256, file.start
        )
    return open_pipe(
        file.source_file,
        file.layout,
        columns=file.width,
        quotes=file.format == "csv",
        has_header=file.has_header,
        start=file.start,
        records=file.records,
    )


def insert_broken_lines(session, destination, file: SourceFile) -> None:
    """Insert broken lines without values, as the columns of a text are unknown."""
    numbers, sizes, reasons = map(list, zip(*file.broken, strict=True))
    session.execute(
        f"insert into {destination.lines} by name select $file as source_file, "
        "line_number + $before as line_number, [reason] as reasons, "
        "json_object('bytes', bytes) as raw_values from (select "
        "unnest($numbers) as line_number, unnest($sizes) as bytes, "
        "unnest($reasons) as reason)",
        {
            "file": file.source_file,
            "before": file.lines_before,
            "numbers": numbers,
            "sizes": sizes,
            "reasons": reasons,
        },
    )
