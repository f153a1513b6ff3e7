"""Update the lines of a table: insert new and changed rows, delete removed ones.

The line id and the version of every row are compared with those of the loaded lines.
This comparison also finds deleted rows and late commits. All other columns are read
only for new and changed rows.
"""

from contextlib import suppress
from dataclasses import replace

import duckdb

from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.loading.insert_files import unreadable
from ingest.loading.loaded_files import Destination
from ingest.opening.source_file import SourceFile
from ingest.opening.tables import VERSION, rows_of, version_of_line
from ingest.sql.lines import select_lines


def insert_table(
    session,
    destination: Destination,
    file: SourceFile,
    block: SourceBlock,
    relation: str,
    is_known: bool,
) -> SourceFile | None:
    """Update the lines of a table; return its new record, None if unchanged.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        A session within a transaction, so that all queries see the same state of the
        table.
    relation : str
        The table in SQL, as it follows `from`.
    is_known : bool
        Whether the same query has read the loaded lines from this table.
    """
    load = update if is_known else replace_all
    try:
        changed = load(session, destination, file, block, relation)
    except duckdb.Error as error:
        raise unreadable(file, error) from None
    lines = count_lines(session, destination, file)
    if not lines:
        raise OrdersError(f"The table '{file.source_file}' has no rows.")
    if changed is None:
        return None
    notes = [note(file, lines, *changed)] if is_known else []
    return replace(file, records=lines, lines=lines, notes=notes)


def note(file: SourceFile, lines: int, new: int, gone: int) -> str:
    """Return a message about the numbers of new, changed and removed rows."""
    if new == lines:
        return f"'{file.source_file}' has changed: all of its {lines:,} rows were read."
    text = f"'{file.source_file}': {new:,} of {lines:,} rows were new or had changed."
    return f"{text} Rows no longer there: {gone:,}." if gone else text


def replace_all(session, destination, file, block, relation) -> tuple[int, int]:
    """Read all rows again; return their number, and 0 as the number of removed rows."""
    session.execute(f"delete from {destination.lines} where {of_file(file)}")
    query = query_of(file, block, rows_of(file, relation))
    ((new,),) = session.execute(f"insert into {destination.lines} {query}").fetchall()
    return new, 0


def update(session, destination, file, block, relation) -> tuple[int, int] | None:
    """Read the new rows; return the numbers of new and removed rows, or None."""
    has_ids = "order_line_id" in block.dataset.column_names
    row_id = "order_line_id" if has_ids else "null"
    columns = f"select {row_id} as row_id, {VERSION} as version from"
    query = query_of(file, block, rows_of(file, relation, is_numbered=False))
    session.execute(
        f"create or replace temp table rows_there as {columns} ({query}) as rows_read"
    )
    session.execute(
        f"create or replace temp table rows_held as {columns} {destination.lines} "
        f"where {of_file(file)}"
    )
    try:
        if are_unique(session, "rows_there") and are_unique(session, "rows_held"):
            return exchange(session, destination, file, block, relation)
        if are_same(session):
            return None
        return replace_all(session, destination, file, block, relation)
    finally:
        # After a failed query, this transaction accepts no other query.
        with suppress(duckdb.Error):
            for table in ("rows_there", "rows_held", "rows_new"):
                session.execute(f"drop table if exists temp.main.{table}")


def are_unique(session, table: str) -> bool:
    """Return whether each row has an id that no other row has."""
    return only(session, f"select count(*) = count(distinct row_id) from {table}")


def are_same(session) -> bool:
    """Return whether the loaded lines have the same versions as the table's rows."""
    return only(
        session,
        "select not exists(select version from rows_there except all "
        "select version from rows_held) "
        "and not exists(select version from rows_held except all "
        "select version from rows_there) "
        "and not exists(from rows_there where version is null)",
    )


def exchange(session, destination, file, block, relation) -> tuple[int, int] | None:
    """Delete the lines of removed and changed rows; read new and changed rows."""
    session.execute(
        "create or replace temp table rows_new as from rows_there as there "
        "anti join rows_held as held "
        "on there.row_id = held.row_id and there.version = held.version"
    )
    session.execute(
        f"delete from {destination.lines} where {of_file(file)} and order_line_id in ("
        "select row_id from rows_held as held anti join rows_there as there "
        "on there.row_id = held.row_id and there.version = held.version)"
    )
    new, gone, since, after = session.execute(
        "select (select count(*) from rows_new), "
        "(select count(*) from rows_held anti join rows_there using (row_id)), "
        "(select case when count(version) = count(*) then min(version) end "
        "from rows_new), "
        f"(select coalesce(max(line_number), 0) from {destination.lines} "
        f"where {of_file(file)})"
    ).fetchall()[0]
    if new:
        query = query_of(file, block, rows_of(file, relation, since))
        session.execute(
            f"insert into {destination.lines} select * replace "
            f"(row_number() over () + {after} as line_number) from ({query}) as lines "
            "semi join rows_new on rows_new.row_id = lines.order_line_id "
            f"and rows_new.version is not distinct from lines.{VERSION}"
        )
    found = only(session, "select count(*) from rows_there")
    held = count_lines(session, destination, file)
    if held != found:
        raise OrdersError(
            f"The table '{file.source_file}' changed while it was read: {held:,} "
            f"instead of {found:,} rows were found. Nothing was loaded: build again."
        )
    return (new, gone) if new or gone else None


def count_lines(session, destination, file: SourceFile) -> int:
    """Return the number of lines that were loaded from a table."""
    query = f"select count(*) from {destination.lines} where {of_file(file)}"
    return only(session, query)


def only(session, query: str):
    """Return the single value of a query."""
    ((value,),) = session.execute(query).fetchall()
    return value


def of_file(file: SourceFile) -> str:
    """Return the condition that selects the lines of a table."""
    return f"source_file = {SQL.literal(file.source_file)}"


def query_of(file: SourceFile, block: SourceBlock, rows: str) -> str:
    """Return the query of the lines of a table, with the versions of their rows."""
    query = select_lines(rows, block, {**file.types, VERSION: "BIGINT"}, SQL)
    if file.version:
        return query
    version = version_of_line(block.dataset)
    return f"select * replace ({version} as {VERSION}) from ({query}) as lines_read"
