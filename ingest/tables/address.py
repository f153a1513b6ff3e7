"""Addresses of tables: `postgresql://reader@host/shop?table=public.orders`.

`hide_password` removes the password from the user's address, which may then be shown
and stored.
"""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ingest.errors import OrdersError

SERVERS = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
}
# Databases that are files, and catalogs that DuckDB attaches by a prefix.
PREFIXES = {
    "sqlite": "sqlite",
    "duckdb": "duckdb",
    "ducklake": "ducklake",
    "md": "motherduck",
}
# The bytes by which a database file is recognised, and their position in the file.
MARKS = {"sqlite": (b"SQLite format 3\0", 0), "duckdb": (b"DUCK", 8)}
# After the `?`, an address may name the table and options of the server.
TABLE = "table"
OPTIONS = {
    "postgres": (
        *("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert"),
        *("sslkey", "connect_timeout", "service", "passfile"),
    ),
    "mysql": ("ssl_mode", "ssl_ca", "ssl_capath", "socket"),
}
# Server, database and query of an address that has no user and no password.
NO_LOGIN = re.compile(r"[^:@/?]*(:\d*)?(/[^@?]*)?(\?\w+=.*)?", re.S)
# The environment variable from which the tools of each server read a password.
USUAL_VARIABLES = {"postgres": "PGPASSWORD", "mysql": "MYSQL_PWD"}


@dataclass(frozen=True)
class Address:
    """The address of a table.

    Attributes
    ----------
    kind : str
        `postgres`, `mysql`, `sqlite`, `duckdb`, `ducklake` or `motherduck`.
    place : str
        The database that DuckDB attaches: a URL without a password, a path, or a name.
    table : str
        The table as the user wrote it; empty for none.
    label : str
        The whole address without a password.
    """

    kind: str
    place: str
    table: str
    label: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def server(self) -> str:
        """Return the kind of the server; for a DuckLake, of its catalog's server."""
        if self.kind in USUAL_VARIABLES:
            return self.kind
        return "postgres" if "://" in self.place else ""


def find_address(path: str) -> Address | None:
    """Return the address of a table; None if the path names files.

    Raises OrdersError for an unknown option, a password, or a file that does not exist.
    """
    place, query = split_query(path)
    scheme, colon, rest = place.partition(":")
    if "://" in place and scheme in SERVERS:
        return server_address(SERVERS[scheme], path)
    if colon and scheme in PREFIXES:
        kind = PREFIXES[scheme]
        reject_password(path)
        if kind == "ducklake" and rest.startswith(("postgresql://", "postgres://")):
            address = server_address("postgres", path.removeprefix(f"{scheme}:"))
            return replace(address, kind=kind, label=path)
        # `sqlite:shop.db` or `sqlite:///shop.db`.
        place = rest.removeprefix("///") if kind in MARKS else rest
        if kind in MARKS and not Path(place).is_file():
            raise OrdersError(f"There is no file '{place}'. Check the path.")
    else:
        kind = kind_of_file(place)
    if not kind:
        return None
    table = parse_options(query, (), path).get(TABLE, "")
    return Address(kind, place, table, path)


def split_query(path: str) -> tuple[str, str]:
    """Return a path and its query; `?` in a file name or a pattern begins no query."""
    place, mark, query = path.partition("?")
    is_query = mark and ("://" in place or query.startswith(f"{TABLE}="))
    return (place, query) if is_query else (path, "")


def kind_of_file(path: str) -> str:
    """Return the kind of a database file; empty for any other file."""
    if not Path(path).is_file():
        return ""
    with open(path, "rb") as file:
        start = file.read(16)
    for kind, (mark, place) in MARKS.items():
        if start[place:].startswith(mark):
            return kind
    return ""


def server_address(kind: str, path: str) -> Address:
    """Return the address of a database on a server."""
    reject_password(path)
    try:
        url = urlsplit(path)
        # Reading the port checks it.
        url.port  # noqa: B018
    except ValueError as error:
        raise OrdersError(f"'{path}' is no address: {error}.") from error
    options = parse_options(url.query, OPTIONS[kind], path)
    table = options.pop(TABLE, "")
    place = url._replace(query="").geturl()
    return Address(kind, place, table, path, tuple(options.items()))


def parse_options(query: str, known: tuple[str, ...], path: str) -> dict[str, str]:
    """Return the options of a query; raise OrdersError for an unknown one."""
    options = dict(parse_qsl(query, keep_blank_values=True))
    for word in options:
        if word not in (TABLE, *known):
            raise OrdersError(
                f"The address '{path.partition('?')[0]}' has an unknown option "
                f"'{word}'. Known: {', '.join((TABLE, *known))}."
            )
    return options


def reject_password(path: str) -> None:
    """Raise OrdersError if an address has a password."""
    label, password = without_password(path)
    if password:
        raise OrdersError(
            f"The address '{label}' has a password, which dbt writes into its log. "
            "Change the password, and set the new one as the environment variable "
            "ORDERS_PASSWORD (EVENTS_PASSWORD for events), or in ORDERS=... of make, "
            "which hides it."
        )


def without_password(path: str) -> tuple[str, str]:
    """Return an address without its password, and the password.

    The password is empty for a path that is no address of a database.
    """
    before, colons, after = path.partition("://")
    if not colons or before.rpartition(":")[2] not in SERVERS:
        return path, ""
    login, at, rest = split_login(after)
    user, _, password = login.partition(":")
    place, _, query = rest.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    password = unquote(password) or options.pop("password", "")
    if not password:
        return path, ""
    query = urlencode(options, safe="/.:")
    return f"{before}://{user}{at}{place}{'?' if query else ''}{query}", password


def split_login(after: str) -> tuple[str, str, str]:
    """Return user and password, the `@`, and all text after them, from `after`.

    `after` is the part of an address after `://`. A password may contain `@`, `/` or
    `?`. The password ends at the last `@`, so that no part of it is shown as the host.
    """
    before_table = re.split("[?&]table=", after)[0]
    if NO_LOGIN.fullmatch(before_table):
        return "", "", after
    login, at, _ = before_table.rpartition("@")
    return login, at, after[len(login) + len(at) :]


def hide_password(dataset: str, path: str) -> str:
    """Return an address without its password, which moves to `<DATASET>_PASSWORD`.

    Only this process and its children see the environment variable.
    """
    label, password = without_password(path)
    if password:
        os.environ[variable_of(dataset)] = password
    return label


def find_password(dataset: str) -> str:
    """Return the password for the address of a dataset; empty for none."""
    return os.environ.get(variable_of(dataset), "")


def variable_of(dataset: str) -> str:
    """Return the name of the environment variable with the password for a dataset."""
    return f"{dataset.upper()}_PASSWORD"
