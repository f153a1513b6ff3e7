"""Insert the lines of files: of those that look alike together, else of each."""

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import NO_KEY
from ingest.errors import OrdersError
from ingest.formats.json_files.scan_json import open_json_pipe
from ingest.formats.text.pipe import open_pipe
from ingest.formats.workbooks.cells import read_rows
from ingest.loading.loaded_files import Destination
from ingest.loading.read_files import DUCKDB, parquet_lines, text_lines
from ingest.opening.source_file import SourceFile
from ingest.sql.hashing import customer_key_set
from ingest.sql.lines import select_lines

# Texts of up to so many bytes are read so many at a time; each is read by one thread.
SMALL = 1 << 20
TEXTS = 50


def insert_files(session, place: Destination, files: list[SourceFile], block) -> None:
    """Add the lines of files, and those that could not be split into columns.

    Raises
    ------
    OrdersError
        One cannot be read to its end, or has other lines than were counted.
    """
    for alike in group(files):
        if alike[0].sheet is not None:
            insert_sheet(session, place, alike[0], block)
        elif alike[0].in_place:
            insert_group(session, place, alike, block)
        else:
            insert_through_pipe(session, place, alike[0], block)


def group(files: list[SourceFile]) -> list[list[SourceFile]]:
    """Return files that one query can read, in the order of the first of each.

    An insert costs more than a small file does.
    """
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


def insert_group(session, place: Destination, files: list[SourceFile], block) -> None:
    """Add the lines of files that DuckDB reads together."""
    insert = f"insert into {place.lines} {query_of(files, block)}"
    try:
        added = session.execute(insert).fetchone()[0]
    except duckdb.Error as error:
        raise damaged(files, block, error) from None
    counts = {files[0].source_file: added}
    if len(files) > 1:
        counts = dict(
            session.execute(
                f"select source_file, count(*) from {place.lines} "
                "where source_file in (select unnest($paths)) group by source_file",
                {"paths": [file.source_file for file in files]},
            ).fetchall()
        )
    for file in files:
        check_count(file, counts.get(file.source_file, 0))


def insert_sheet(session, place: Destination, file: SourceFile, block) -> None:
    """Add the lines of a sheet."""
    session.register(file.source_file, file.sheet)
    try:
        insert_group(session, place, [file], block)
    finally:
        session.unregister(file.source_file)
        read_rows.cache_clear()


def query_of(files: list[SourceFile], block: SourceBlock) -> str:
    """Return the query of all lines of files that DuckDB reads together."""
    if files[0].format == "parquet":
        source = parquet_lines(files)
    else:
        each = [text_lines(file, file.source_file) for file in files]
        # Materialized: else everything would be computed, and planned, for each file.
        lines = f"lines_read as materialized ({' union all '.join(each)})"
        source = each[0] if len(each) == 1 else f"(with {lines} from lines_read)"
    return select_lines(source, block, files[0].types, DUCKDB, files[0].has_null_bytes)


def damaged(files: list[SourceFile], block: SourceBlock, error) -> OrdersError:
    """Return what to say of files that could not be read: which one it is."""
    with duckdb.connect() as connection, customer_key_set(connection):
        for file in files if len(files) > 1 else ():
            try:
                query = (
                    f"select count(hash(one)) from ({query_of([file], block)}) as one"
                )
                connection.execute(query).fetchall()
            except duckdb.Error as reason:
                return unreadable(file, reason)
    return unreadable(files[0], error)


def unreadable(file: SourceFile, reason) -> OrdersError:
    """Return what to say of one file that could not be read."""
    said = str(reason).splitlines()[0]
    if NO_KEY in said:
        return OrdersError(f"'{file.source_file}': {NO_KEY}")
    return OrdersError(f"'{file.source_file}' cannot be read: {said}")


def insert_through_pipe(
    session, place: Destination, file: SourceFile, block: SourceBlock
) -> None:
    """Add the lines of a text through a pipe, and those that could not be split."""
    fed = pipe_of(file)
    source = text_lines(file, fed.path)
    query = select_lines(source, block, file.types, DUCKDB, file.has_null_bytes)
    try:
        added = session.execute(f"insert into {place.lines} {query}").fetchall()
    except duckdb.Error as error:
        raise unreadable(file, fed.failure or error) from None
    finally:
        fed.close()
    # A reader takes the end of a pipe that broke for the end of the file.
    fed.raise_if_failed()
    check_count(file, added[0][0])
    if file.broken:
        add_broken_lines(session, place, file)


def check_count(file: SourceFile, lines: int) -> None:
    """Raise OrdersError where a file had other lines than were counted."""
    if lines != file.records:
        raise OrdersError(
            f"{lines} instead of {file.records} lines of '{file.source_file}' "
            "were read: it has changed meanwhile. Build again once it is complete."
        )


def pipe_of(file: SourceFile):
    """Return the pipe through which a file comes that DuckDB cannot read as it is."""
    if file.json:
        return open_json_pipe(
            file.source_file,
            file.layout,
            file.json,
            None if file.json.items else file.records,
            file.sha256,
            file.start,
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


def add_broken_lines(session, place: Destination, file: SourceFile) -> None:
    """Add lines without values: of what has no columns nobody knows what it says."""
    numbers, sizes, reasons = zip(*file.broken, strict=True)
    session.execute(
        f"insert into {place.lines} by name select $file as source_file, "
        "line_number + $before as line_number, [reason] as reasons, "
        "json_object('bytes', bytes) as raw_values from (select "
        "unnest($numbers) as line_number, unnest($sizes) as bytes, "
        "unnest($reasons) as reason)",
        {
            "file": file.source_file,
            "before": file.lines_before,
            "numbers": list(numbers),
            "sizes": list(sizes),
            "reasons": list(reasons),
        },
    )
