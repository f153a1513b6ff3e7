"""Recognise the published database, which publishing replaces as a whole."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bi.places.errors import foreign
from bi.places.folder import say_names
from bi.places.leftovers import logs_of, refuse_foreign_leftovers
from bi.places.resolve import is_file, refuse_mount, resolve
from bi.places.warehouse import refuse_foreign_log
from bi.publishing.run import COMMENTS, RUN_TABLE
from bi.publishing.tables import PUBLISHED, SCHEMA, SETTINGS
from bi.warehouse import HELD, literal

SETTING = "ANALYTICS_PATH"
# What a person may have created in the file. The table of runs lists what we created.
STRANGERS = f"""
    with relations as (
        select database_name, schema_name, table_name as name from duckdb_tables()
        where not internal
        union all
        select database_name, schema_name, view_name from duckdb_views()
        where not internal
        union all
        select database_name, schema_name, sequence_name from duckdb_sequences()
        union all
        select database_name, schema_name, type_name from duckdb_types()
        where not internal
        union all
        select distinct database_name, schema_name, function_name
        from duckdb_functions()
        where not internal
    )

    select schema_name || '.' || name
    from relations
    where
        database_name = '{PUBLISHED}'
        and (schema_name, name) != ('main', '{RUN_TABLE}')
        and not (
            schema_name = '{SCHEMA}'
            and name in (select table_name from {PUBLISHED}.main.{RUN_TABLE})
        )
    order by all
"""


def refuse_foreign_database(path: Path) -> None:
    """Raise PlaceError unless everything in a database was published by this project.

    A missing file is ours. Rows that somebody has changed in a published table are not
    noticed.
    """
    place = resolve(SETTING, path)
    new = place.with_name(f".{place.name}.new")
    refuse_foreign_leftovers(SETTING, path, [new, *logs_of(new), *logs_of(place)])
    if not is_file(SETTING, path):
        refuse_foreign_log(SETTING, path)
        return
    refuse_mount(SETTING, path)
    try:
        with looking_into(place) as connection:
            is_published = has_mark(connection)
            strangers = is_published and [
                name for (name,) in connection.execute(STRANGERS).fetchall()
            ]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise foreign(
            SETTING, path, f"cannot be opened as a published database ({reason})"
        ) from error
    except OSError as error:
        raise foreign(SETTING, path, f"cannot be read ({error.strerror})") from error
    if not is_published:
        raise foreign(SETTING, path, "is a database that this project did not publish")
    if strangers:
        names = say_names(strangers)
        raise foreign(
            SETTING,
            path,
            f"is replaced as a whole and holds {names}, which was not published",
            f"copy {names} to a database of your own and drop it here",
        )


def has_mark(connection) -> bool:
    """Return whether the database has a table of runs with our columns."""
    columns = connection.execute(
        "select column_name from duckdb_columns() where database_name = ? "
        "and schema_name = 'main' and table_name = ?",
        [PUBLISHED, RUN_TABLE],
    ).fetchall()
    return {name for (name,) in columns} >= {name for name in COMMENTS if name}


@contextlib.contextmanager
def looking_into(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database read-only during the block, even if a program has it open.

    Publishing replaces a file that a program has open for writing, which this program
    does not notice. DuckDB refuses to open such a file, so a copy is opened.
    """
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(duckdb.connect(config=SETTINGS))
        attach = f"attach {{}} as {PUBLISHED} (read_only)"
        try:
            connection.execute(attach.format(literal(str(place))))
        except duckdb.Error as error:
            if not HELD.search(str(error)):
                raise
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for file in filter(Path.is_file, (place, *logs_of(place))):
                shutil.copyfile(file, folder / file.name)
            connection.execute(attach.format(literal(str(folder / place.name))))
        try:
            yield connection
        finally:
            connection.execute(f"detach {PUBLISHED}")
