"""Load files into a warehouse of DuckDB: lines, and what was read, in one transaction.

What is written is the contract of `ingest.datasets`: staging reads it, and no files.
"""

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace

import duckdb

from ingest.datasets import EVENTS
from ingest.loading.insert_files import insert_files
from ingest.loading.insert_tables import insert_table
from ingest.loading.loaded_files import (
    Destination,
    create_tables,
    read_last_load,
    write_loaded_files,
)
from ingest.opening.known_files import LastLoad
from ingest.opening.request import (
    Inputs,
    Request,
    choose_events,
    choose_orders,
    open_request,
)
from ingest.sql.hashing import customer_key_set


def load_orders(
    session, place: Destination, request: Request, opened=None
) -> list[str]:
    """Load the orders that a build is about; return sentences for the user.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Without a transaction.
    place : Destination
    request : Request
    opened : Inputs, optional
        All files of the request, where they were opened a moment ago.

    Raises
    ------
    OrdersError
        Nothing was changed.
    """
    held = read_last_load(session, place)
    request = choose_orders(request, held)
    if request.source != held.source:
        said = [
            f"This warehouse held orders of source '{held.source}'; they are replaced "
            f"by source '{request.source}'."
        ]
        # Equal names of files mean nothing: another block reads them otherwise.
        opened = opened or open_request(request, session=session)
    else:
        said, opened = [], opened or open_request(request, held, session)
    opened = write(session, place, opened, held)
    return [*(said if held.source else []), *opened.notes]


def load_events(session, place: Destination, request: Request) -> list[str]:
    """Load the events beside the orders; return sentences for the user.

    Those beside a former source of orders are not read on: its ids may mean other
    customers.
    Parameters and errors are those of `load_orders`.
    """
    orders = read_last_load(session, place)
    place, request = replace(place, dataset=EVENTS), replace(request, holds="events")
    held = read_last_load(session, place)
    is_beside = all(row["beside_source"] == orders.source for row in held.files)
    chosen = choose_events(request, held if is_beside else LastLoad())
    if chosen is None:
        forget_all(session, place)
        gone = f"The events of '{held.path}' are not read any longer."
        return [gone] if held.path else []
    same = held if is_beside and chosen.source == held.source else None
    opened = open_request(chosen, same, session)
    return write(session, place, opened, held, beside=orders.source).notes


def write(
    session, place: Destination, opened: Inputs, held: LastLoad, beside=""
) -> Inputs:
    """Write lines of what was opened and the record of all files, or nothing at all.

    Returns
    -------
    Inputs
        Without the tables in which nothing was new.
    """
    with customer_key_set(session), ExitStack() as attached:
        relations = {
            file.source_file: attached.enter_context(file.table.opened(session))
            for file in opened.files
            if file.table
        }
        with transaction(session):
            create_tables(session, place)
            if opened.reads_everything:
                session.execute(f"delete from {place.lines}")
            elif opened.outdated:
                session.execute(
                    f"delete from {place.lines} "
                    "where source_file in (select unnest($files))",
                    {"files": opened.outdated},
                )
            files = [file for file in opened.files if not file.table]
            insert_files(session, place, files, opened.block)
            tables = [
                insert_table(
                    session,
                    place,
                    file,
                    opened.block,
                    relations[file.source_file],
                    known=not opened.reads_everything,
                )
                for file in opened.files
                if file.table
            ]
            # A table may have a new snapshot of the same rows.
            snapshots = {file.source_file: file.snapshot for file in opened.files}
            rows = [
                row | {"snapshot": snapshots.get(row["source_file"], row["snapshot"])}
                for row in held.files
            ]
            opened = replace(opened, files=[*files, *filter(None, tables)])
            write_loaded_files(
                session, place, opened, replace(held, files=rows), beside
            )
    return opened


@contextmanager
def transaction(session):
    """Keep all that is written, or nothing where something goes wrong."""
    session.execute("begin")
    try:
        yield
        session.execute("commit")
    except BaseException:
        # Of a database whose connection is gone, this says so, too.
        with suppress(duckdb.Error):
            session.execute("rollback")
        raise


def forget_all(session, place: Destination) -> None:
    """Leave both tables empty."""
    with transaction(session):
        create_tables(session, place)
        session.execute(f"delete from {place.lines}")
        session.execute(f"delete from {place.files}")
