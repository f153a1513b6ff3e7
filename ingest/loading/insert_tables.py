"""Bring the lines of a table up to date: those that are new, changed or gone.

Whether a row is new is told by its line id and its version, of all rows: a row that was
committed late, or deleted, is found, too. Other columns are read of new rows only.
"""

from contextlib import suppress
from dataclasses import replace

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.errors import OrdersError
from ingest.loading.insert_files import unreadable
from ingest.loading.loaded_files import Destination
from ingest.opening.source_file import SourceFile
from ingest.opening.table_rows import VERSION, rows_of, version_of_line
from ingest.sql.lines import select_lines

SQL = DuckDB()


def insert_table(
    session,
    place: Destination,
    file: SourceFile,
    block: SourceBlock,
    relation: str,
    known,
) -> SourceFile | None:
    """Add, replace and take out lines; return the file as read, None if unchanged.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Within a transaction, so that all queries see one state of the table.
    place : Destination
    file : SourceFile
    block : SourceBlock
    relation : str
        What stands behind `from`.
    known : bool
        Whether the lines that are held were read from this table, in this way.

    Raises
    ------
    OrdersError
        The table cannot be read to its end, or holds no rows.
    """
    bring_up_to_date = update if known else replace_all
    try:
        changed = bring_up_to_date(session, place, file, block, relation)
    except duckdb.Error as error:
        raise unreadable(file, error) from None
    lines = count_lines(session, place, file)
    if not lines:
        raise OrdersError(f"The table '{file.source_file}' has no rows.")
    if changed is None:
        return None
    said = [note(file, lines, *changed)] if known else []
    return replace(file, records=lines, lines=lines, notes=said)


def note(file: SourceFile, lines: int, new: int, gone: int) -> str:
    """Return what the user should know about what was read of a table."""
    if new == lines:
        return f"'{file.source_file}' has changed: all of its {lines:,} rows were read."
    said = f"'{file.source_file}': {new:,} of {lines:,} rows were new or had changed"
    verb = "is" if gone == 1 else "are"
    return f"{said}, {gone:,} {verb} there no longer." if gone else f"{said}."


def replace_all(session, place: Destination, file, block, relation) -> tuple[int, int]:
    """Read all rows in place of those held; return how many that are, and 0."""
    session.execute(f"delete from {place.lines} where {of_file(file)}")
    query = query_of(file, block, rows_of(file, relation))
    ((new,),) = session.execute(f"insert into {place.lines} {query}").fetchall()
    return new, 0


def update(
    session, place: Destination, file, block, relation
) -> tuple[int, int] | None:
    """Read what is new; return how many rows that are, and how many went.

    Returns
    -------
    tuple of int or None
        None where nothing has changed.
    """
    has_ids = "order_line_id" in block.dataset.column_names
    row_id = "order_line_id" if has_ids else "null"
    columns = f"select {row_id} as row_id, {VERSION} as version from"
    rows = rows_of(file, relation, is_numbered=False)
    query = query_of(file, block, rows)
    session.execute(
        f"create or replace temp table rows_there as {columns} ({query}) as rows_read"
    )
    session.execute(
        f"create or replace temp table rows_held as {columns} {place.lines} "
        f"where {of_file(file)}"
    )
    try:
        if not are_unique(session, "rows_there") or not are_unique(
            session, "rows_held"
        ):
            if are_same(session):
                return None
            return replace_all(session, place, file, block, relation)
        return exchange(session, place, file, block, relation)
    finally:
        # A query that failed has taken them with it.
        with suppress(duckdb.Error):
            for table in ("rows_there", "rows_held", "rows_new"):
                session.execute(f"drop table if exists temp.main.{table}")


def are_unique(session, table: str) -> bool:
    """Return whether each row has an id of its own."""
    ((is_true,),) = session.execute(
        f"select count(*) = count(distinct row_id) from {table}"
    ).fetchall()
    return is_true


def are_same(session) -> bool:
    """Return whether the same rows are there as are held, each as often."""
    counted = "select version, count(*) as rows_of_version from {} group by version"
    there, held = counted.format("rows_there"), counted.format("rows_held")
    ((is_other,),) = session.execute(
        f"select exists(from ({there}) except from ({held})) "
        f"or exists(from ({held}) except from ({there})) "
        "or exists(from rows_there where version is null)"
    ).fetchall()
    return not is_other


def exchange(
    session, place: Destination, file, block, relation
) -> tuple[int, int] | None:
    """Take out the lines of rows that are gone or changed, and read those rows."""
    session.execute(
        "create or replace temp table rows_new as from rows_there as there "
        "anti join rows_held as held "
        "on there.row_id = held.row_id and there.version = held.version"
    )
    session.execute(
        f"delete from {place.lines} where {of_file(file)} and order_line_id in ("
        "select row_id from rows_held as held anti join rows_there as there "
        "on there.row_id = held.row_id and there.version = held.version)"
    )
    new, gone, since, after = session.execute(
        "select (select count(*) from rows_new), "
        "(select count(*) from rows_held anti join rows_there using (row_id)), "
        "(select case when count(version) = count(*) then min(version) end "
        "from rows_new), "
        f"(select coalesce(max(line_number), 0) from {place.lines} "
        f"where {of_file(file)})"
    ).fetchall()[0]
    if new:
        query = query_of(file, block, rows_of(file, relation, since))
        session.execute(
            f"insert into {place.lines} select * replace "
            f"(row_number() over () + {after} as line_number) from ({query}) as lines "
            "semi join rows_new on rows_new.row_id = lines.order_line_id "
            f"and rows_new.version is not distinct from lines.{VERSION}"
        )
    check_count(session, place, file)
    return (new, gone) if new or gone else None


def check_count(session, place: Destination, file: SourceFile) -> None:
    """Raise OrdersError where other rows were read than were there a moment ago."""
    ((there,),) = session.execute("select count(*) from rows_there").fetchall()
    held = count_lines(session, place, file)
    if held != there:
        raise OrdersError(
            f"'{file.source_file}' has changed while it was read ({held:,} instead of "
            f"{there:,} rows). Nothing was changed here: build again."
        )


def count_lines(session, place: Destination, file: SourceFile) -> int:
    """Return how many lines of a table are held."""
    ((lines,),) = session.execute(
        f"select count(*) from {place.lines} where {of_file(file)}"
    ).fetchall()
    return lines


def of_file(file: SourceFile) -> str:
    """Return the condition of lines that were read from a table."""
    return f"source_file = {SQL.literal(file.source_file)}"


def query_of(file: SourceFile, block: SourceBlock, rows: str) -> str:
    """Return the query of lines, each with the version of its row."""
    query = select_lines(rows, block, {**file.types, VERSION: "BIGINT"}, SQL)
    if file.version:
        return query
    version = version_of_line(block.dataset)
    return f"select * replace ({version} as {VERSION}) from ({query}) as lines_read"
