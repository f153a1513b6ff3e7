"""Addresses of tables: `postgresql://reader@host/shop?table=public.orders`.

What an address says may be shown and kept, since no password is ever part of it: it is
taken out where the user's word comes in (`without_password`).
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
# Of databases in files, and behind names of DuckDB's own.
PREFIXES = {
    "sqlite": "sqlite",
    "duckdb": "duckdb",
    "ducklake": "ducklake",
    "md": "motherduck",
}
# How a file begins that is a database: the letters, and from which byte on.
MARKS = {"sqlite": (b"SQLite format 3\0", 0), "duckdb": (b"DUCK", 8)}
# What may stand behind the `?` of an address: the table, and what a server needs.
TABLE = "table"
OPTIONS = {
    "postgres": (
        *("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert"),
        *("sslkey", "connect_timeout", "service", "passfile"),
    ),
    "mysql": ("ssl_mode", "ssl_ca", "ssl_capath", "socket"),
}
# A server and a database, and what stands behind a `?`.
NO_LOGIN = re.compile(r"[^:@/?]*(:\d*)?(/[^@?]*)?(\?\w+=.*)?", re.S)
# Where each server's own tools look for a password.
USUAL_VARIABLES = {"postgres": "PGPASSWORD", "mysql": "MYSQL_PWD"}


@dataclass(frozen=True)
class Address:
    """Where a table is.

    Attributes
    ----------
    kind : str
        `postgres`, `mysql`, `sqlite`, `duckdb`, `ducklake` or `motherduck`.
    place : str
        What DuckDB attaches: a URL, a path, or a name. It has no password.
    table : str
        As it was asked for; empty where it was not.
    shown : str
        The whole address, as it may be shown and kept.
    options : tuple of (word, value)
        What a server needs besides.
    """

    kind: str
    place: str
    table: str
    shown: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def server(self) -> str:
        """Return which server is asked: of a DuckLake, the one with its catalog."""
        if self.kind in USUAL_VARIABLES:
            return self.kind
        return "postgres" if "://" in self.place else ""


def find_address(path: str) -> Address | None:
    """Return the address that a path is; None where it names files.

    Raises
    ------
    OrdersError
        It is one, and says something that cannot be used, or a password.
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
            return replace(address, kind=kind, shown=path)
        if kind in MARKS:
            rest = local_path(rest)
            if not Path(rest).is_file():
                raise OrdersError(f"There is no file '{rest}'. Check the path.")
        return file_address(kind, rest, query, path)
    kind = kind_of_file(place)
    return file_address(kind, place, query, path) if kind else None


def split_query(path: str) -> tuple[str, str]:
    """Return a path and what stands behind its `?`.

    In the name of a file, and in a pattern, a `?` is a letter like others.
    """
    place, mark, query = path.partition("?")
    is_query = mark and ("://" in place or query.startswith(f"{TABLE}="))
    return (place, query) if is_query else (path, "")


def local_path(rest: str) -> str:
    """Return the path in `sqlite:shop.db` or `sqlite:///shop.db`."""
    return rest.removeprefix("///")


def kind_of_file(path: str) -> str:
    """Return which database a file is; nothing where it is none."""
    if not Path(path).is_file():
        return ""
    with open(path, "rb") as file:
        start = file.read(16)
    for kind, (letters, place) in MARKS.items():
        if start[place:].startswith(letters):
            return kind
    return ""


def file_address(kind: str, place: str, query: str, path: str) -> Address:
    """Return the address of a database that is no server."""
    told = options_of(query, (), path)
    return Address(kind, place, told.pop(TABLE, ""), path)


def server_address(kind: str, path: str) -> Address:
    """Return the address of a database behind a server."""
    reject_password(path)
    try:
        url = urlsplit(path)
        # Only who asks for the port learns that it is none.
        url.port  # noqa: B018
    except ValueError as error:
        raise OrdersError(f"'{path}' is no address: {error}.") from error
    told = options_of(url.query, OPTIONS[kind], path)
    table = told.pop(TABLE, "")
    place = url._replace(query="").geturl()
    return Address(kind, place, table, path, tuple(told.items()))


def options_of(query: str, known: tuple[str, ...], path: str) -> dict[str, str]:
    """Return what stands behind the `?`.

    Raises
    ------
    OrdersError
        Names the first word that no such address has.
    """
    told = dict(parse_qsl(query, keep_blank_values=True))
    for word in told:
        if word not in (TABLE, *known):
            shown = path.partition("?")[0]
            raise OrdersError(
                f"The address '{shown}' has an unknown option '{word}'. "
                f"Known: {', '.join((TABLE, *known))}."
            )
    return told


def reject_password(path: str) -> None:
    """Raise OrdersError where an address holds a password: what is kept must not."""
    shown, password = without_password(path)
    if password:
        raise OrdersError(
            f"The address '{shown}' holds a password, which dbt writes into its log. "
            "Change it, and give the new one as the environment variable "
            "ORDERS_PASSWORD (EVENTS_PASSWORD for events), or as ORDERS=... of make, "
            "which keeps it to itself."
        )


def without_password(path: str) -> tuple[str, str]:
    """Return an address as it may be shown, and the password that it held.

    Of what is no address of a server, all is shown.
    """
    before, colons, after = path.partition("://")
    if not colons or before.rpartition(":")[2] not in SERVERS:
        return path, ""
    login, at, rest = split_login(after)
    user, _, password = login.partition(":")
    place, _, query = rest.partition("?")
    told = dict(parse_qsl(query, keep_blank_values=True))
    password = unquote(password) or told.pop("password", "")
    if not password:
        return path, ""
    query = urlencode(told, safe="/.:")
    return f"{before}://{user}{at}{place}{'?' if query else ''}{query}", password


def split_login(after: str) -> tuple[str, str, str]:
    """Return who logs in, the `@`, and the rest of what stands behind the `://`.

    A password may hold an `@`, a `/` or a `?` that nobody has escaped: its end is the
    last `@`, lest a part of it is taken for the host, and shown.
    """
    before_table = re.split("[?&]table=", after)[0]
    if NO_LOGIN.fullmatch(before_table):
        return "", "", after
    login, at, _ = before_table.rpartition("@")
    return login, at, after[len(login) + len(at) :]


def hide_password(dataset: str, path: str) -> str:
    """Return an address without its password, which goes to `<CONTENT>_PASSWORD`.

    Parameters
    ----------
    dataset : str
        `orders` or `events`.
    path : str
        What the user has given, in this process and nowhere else.
    """
    shown, password = without_password(path)
    if password:
        os.environ[variable_of(dataset)] = password
    return shown


def find_password(dataset: str) -> str:
    """Return the password that was given for the address of a dataset, if any."""
    return os.environ.get(variable_of(dataset), "")


def variable_of(dataset: str) -> str:
    """Return the environment variable that holds a password."""
    return f"{dataset.upper()}_PASSWORD"
