"""Load files and tables into a DuckDB warehouse, in one transaction.

Two tables are written for each dataset: the lines, with the columns of
`ingest.datasets`, and one row per file. dbt models read only these tables and no files.
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
    session, destination: Destination, request: Request, inputs: Inputs | None = None
) -> list[str]:
    """Load the orders of a request; return messages for the user.

    The session must not be within a transaction. `inputs` are all files of the request,
    if they are already open. Raises OrdersError for input that cannot be used; in this
    case nothing is changed.
    """
    last = read_last_load(session, destination)
    request = choose_orders(request, last)
    is_same = request.source == last.source
    # A file with the same name may have been read by another block, with other results.
    inputs = inputs or open_request(request, last if is_same else None, session)
    notes = write(session, destination, inputs, last)
    if last.source and not is_same:
        replaced = (
            f"This warehouse held orders of source '{last.source}'; they are replaced "
            f"by source '{request.source}'."
        )
        notes = [replaced, *notes]
    return notes


def load_events(session, destination: Destination, request: Request) -> list[str]:
    """Load events like orders; the orders must already be loaded.

    Events that were loaded with another source of orders are deleted, because the same
    customer ids may mean other customers in that source.
    """
    orders = read_last_load(session, destination)
    destination = replace(destination, dataset=EVENTS)
    last = read_last_load(session, destination)
    is_beside = all(row["beside_source"] == orders.source for row in last.files)
    request = replace(request, holds="events")
    chosen = choose_events(request, last if is_beside else LastLoad())
    if chosen is None:
        with transaction(session):
            create_tables(session, destination)
            session.execute(f"delete from {destination.lines}")
            session.execute(f"delete from {destination.files}")
        gone = f"The events of '{last.path}' are not read any longer."
        return [gone] if last.path else []
    same = last if is_beside and chosen.source == last.source else None
    inputs = open_request(chosen, same, session)
    return write(session, destination, inputs, last, beside=orders.source)


def write(
    session, destination: Destination, inputs: Inputs, last: LastLoad, beside=""
) -> list[str]:
    """Write the lines of inputs and one row per file; return messages."""
    with customer_key_set(session), ExitStack() as attached:
        files = [file for file in inputs.files if not file.table]
        tables = [
            (file, attached.enter_context(file.table.opened(session)))
            for file in inputs.files
            if file.table
        ]
        with transaction(session):
            create_tables(session, destination)
            if inputs.reads_everything:
                session.execute(f"delete from {destination.lines}")
            elif inputs.outdated:
                session.execute(
                    f"delete from {destination.lines} "
                    "where source_file in (select unnest($files))",
                    {"files": inputs.outdated},
                )
            insert_files(session, destination, files, inputs.block)
            is_known = not inputs.reads_everything
            inserted = [
                insert_table(
                    session, destination, file, inputs.block, relation, is_known
                )
                for file, relation in tables
            ]
            # A new snapshot of a table may have the same rows.
            snapshots = {file.source_file: file.snapshot for file in inputs.files}
            rows = [
                row | {"snapshot": snapshots.get(row["source_file"], row["snapshot"])}
                for row in last.files
            ]
            inputs = replace(inputs, files=[*files, *filter(None, inserted)])
            write_loaded_files(session, destination, inputs, rows, beside)
    return inputs.notes


@contextmanager
def transaction(session):
    """Commit the changes, or roll them back after an error."""
    session.execute("begin")
    try:
        yield
        session.execute("commit")
    except BaseException:
        # A rollback also fails if the connection to the database is lost.
        with suppress(duckdb.Error):
            session.execute("rollback")
        raise
