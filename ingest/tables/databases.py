"""Attach a database, and find the table of an address in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

import duckdb

from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError
from ingest.tables.address import USUAL_VARIABLES, Address, find_password, variable_of
from ingest.tables.extensions import load_extension

EXTENSIONS = {
    "postgres": "postgres_scanner",
    "mysql": "mysql_scanner",
    "sqlite": "sqlite_scanner",
    "ducklake": "ducklake",
    "motherduck": "motherduck",
}
TYPES = ("postgres", "mysql", "sqlite")
PREFIXES = {"ducklake": "ducklake:", "motherduck": "md:"}
# A message lists at most this number of tables.
LISTED = 20


@contextmanager
def attached(connection, address: Address, dataset: str) -> Iterator[str]:
    """Attach a database for reading; yield its name in the session.

    The connection must not be within a transaction. The password is that of the
    dataset.
    """
    known = find_attached(connection, address)
    if known:
        yield known
        return
    for kind in dict.fromkeys((address.server, address.kind)):
        if kind in EXTENSIONS:
            load_extension(connection, EXTENSIONS[kind])
    alias = f"{dataset}_from"
    try:
        attach(connection, address, dataset, alias)
    except duckdb.Error as error:
        raise OrdersError(attach_error(address, dataset, error)) from None
    try:
        yield alias
    finally:
        # Detaching fails if the connection is lost, but then there is nothing to
        # detach.
        with suppress(duckdb.Error):
            connection.execute(f"detach {alias}")


def find_attached(connection, address: Address) -> str:
    """Return the name of a database file that is already open in the session."""
    if address.kind != "duckdb":
        return ""
    rows = connection.execute(
        "select database_name, path from duckdb_databases() where path is not null"
    ).fetchall()
    wanted = os.path.realpath(address.place)
    return next((name for name, path in rows if os.path.realpath(path) == wanted), "")


def attach(connection, address: Address, dataset: str, alias: str) -> None:
    """Attach a database under a name, with a temporary secret for the password."""
    words = ["read_only"]
    password = find_password(dataset) if address.server else ""
    if password:
        connection.execute(
            f"create or replace temporary secret {alias} "
            f"(type {address.server}, password {SQL.literal(password)})"
        )
        is_catalog = address.kind != address.server
        words.append(f"{'meta_secret' if is_catalog else 'secret'} {alias}")
    if address.kind in TYPES:
        words.insert(0, f"type {address.kind}")
    place = SQL.literal(place_of(address))
    try:
        connection.execute(f"attach {place} as {alias} ({', '.join(words)})")
    finally:
        if password:
            connection.execute(f"drop secret {alias}")


def place_of(address: Address) -> str:
    """Return what DuckDB attaches; for a server, its options without a password."""
    prefix = PREFIXES.get(address.kind, "")
    if not address.server:
        return f"{prefix}{address.place}"
    url = urlsplit(address.place)
    is_postgres = address.server == "postgres"
    options = {
        "host": unquote(url.hostname or ""),
        "port": str(url.port or ""),
        "user": unquote(url.username or ""),
        "dbname" if is_postgres else "database": unquote(url.path.strip("/")),
        **dict(address.options),
    }
    mark = "'" if is_postgres else '"'
    escaped = str.maketrans({mark: f"\\{mark}", "\\": r"\\"})
    listed = " ".join(
        f"{word}={mark}{value.translate(escaped)}{mark}"
        for word, value in options.items()
        if value
    )
    return f"{prefix}{address.server}:{listed}" if prefix else listed


def attach_error(address: Address, dataset: str, error: duckdb.Error) -> str:
    """Return why a database cannot be read, and what the user can do."""
    reason = " ".join(str(error).split()).rstrip(".?")
    hint = "Check the address."
    if address.server:
        hint = (
            f"Check the address, and the password in {variable_of(dataset)} or "
            f"{USUAL_VARIABLES[address.server]}."
        )
    elif address.kind in ("duckdb", "sqlite"):
        hint = "Is another program writing to it?"
    return f"'{address.label}' cannot be read: {reason}. {hint}"


def find_table(connection, address: Address, alias: str) -> str:
    """Return the quoted name of the table of an address."""
    tables = connection.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = $alias "
        "and table_schema not in ('information_schema', 'pg_catalog') order by all",
        {"alias": alias},
    ).fetchall()
    wanted = address.table.casefold()
    found = [
        (schema, table)
        for schema, table in tables
        if wanted in ("", table.casefold(), f"{schema}.{table}".casefold())
    ]
    exact = [one for one in found if address.table in (one[1], ".".join(one))]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) != 1:
        raise OrdersError(table_error(address, tables, chosen))
    return ".".join(map(SQL.name, (alias, *chosen[0])))


def table_error(address: Address, tables: list, chosen: list) -> str:
    """Return why no table, or more than one, matches an address."""
    names = [f"{schema}.{table}" for schema, table in (chosen or tables)]
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    listed = f"{', '.join(names[:LISTED])}{more}"
    label = address.label
    if not tables:
        return f"'{label}' has no tables that may be read. Check the user's rights."
    if address.table and not chosen:
        return f"'{label}' has no such table. It has: {listed}."
    if address.table:
        return f"'{label}' matches more than one table: {listed}. Name the schema, too."
    return (
        f"'{label}' has several tables: add ?table=<name> to the address. It has: "
        f"{listed}."
    )
