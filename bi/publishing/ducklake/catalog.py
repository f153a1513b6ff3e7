"""Which DuckLake catalog an address means, and how it is attached."""

import re
from dataclasses import dataclass
from pathlib import Path

from bi.lock import LOCK_WAIT_SECONDS
from bi.publishing.bucket.credentials import allow_bucket
from bi.publishing.errors import TargetError
from bi.warehouse import literal, wait_for
from ingest.tables.extensions import load_extension

EXAMPLES = (
    "lake/catalog.ducklake, sqlite:lake/catalog.sqlite?data_path=lake/files or "
    "postgresql://user@host/database?data_path=s3://bucket/prefix"
)
# The address may have options of its own before it.
DATA_PATH = re.compile(r"[?&]data_path=")
# One letter is a drive of Windows.
SCHEME = re.compile(r"([a-z][a-z0-9]+):")
BUCKET = "s3://"
POSTGRES = ("postgres", "postgresql")


@dataclass(frozen=True)
class Catalog:
    """A catalog of DuckLake.

    Attributes
    ----------
    kind : str
        `file`, `sqlite` or `postgres`.
    place : str
        A path, or what libpq connects by.
    data_path : str
        Where its Parquet files lie; empty where the catalog knows.
    shown : str
        What messages call it.
    password : str
        What no message shows.
    """

    kind: str
    place: str
    data_path: str
    shown: str
    password: str = ""

    @property
    def attached(self) -> str:
        """What DuckLake calls the database that holds the catalog."""
        return self.place if self.kind == "file" else f"{self.kind}:{self.place}"


def find_catalog(address: str) -> Catalog:
    """Return the catalog that an address means.

    Raises
    ------
    TargetError
        It is no address of a catalog.
    """
    place, *data_paths = DATA_PATH.split(address.removeprefix("ducklake:"), maxsplit=1)
    data_path = full_path(data_paths[0]) if data_paths else ""
    if "://" in data_path and not data_path.startswith(BUCKET):
        raise TargetError(
            f"PUBLISH_DUCKLAKE names a data_path that is no folder and no {BUCKET}."
        )
    scheme = SCHEME.match(place)
    if not scheme:
        # As a bare name it would mean a secret of DuckDB.
        return Catalog("file", full_path(place), data_path, place)
    kind, rest = scheme[1], place[scheme.end() :]
    if kind == "sqlite":
        return Catalog("sqlite", rest, data_path, rest)
    if kind in POSTGRES:
        return find_postgres(place if rest.startswith("//") else rest, data_path)
    raise TargetError(f"PUBLISH_DUCKLAKE is no address like {EXAMPLES}.")


def find_postgres(place: str, data_path: str) -> Catalog:
    """Return the catalog in a PostgreSQL database."""
    # Only whoever publishes there waits for the import.
    import psycopg

    try:
        known = psycopg.conninfo.conninfo_to_dict(place)
    except psycopg.ProgrammingError:
        # Its message would show the password.
        raise TargetError(f"PUBLISH_DUCKLAKE is no address like {EXAMPLES}.") from None
    shown = f"{known.get('host', 'localhost')}/{known.get('dbname', '')}"
    return Catalog("postgres", place, data_path, shown, known.get("password", ""))


def full_path(path: str) -> str:
    """Return a path that means the same in every folder: the catalog will keep it."""
    return path if "://" in path else str(Path(path).absolute())


def attach_catalog(connection, catalog: Catalog, name: str) -> None:
    """Attach a catalog; make it where there is none.

    Raises
    ------
    OrdersError
        An extension of DuckDB is missing.
    WarehouseError
        Another process holds the catalog, or it cannot be opened.
    """
    load_extension(connection, "ducklake")
    if catalog.kind != "file":
        load_extension(connection, f"{catalog.kind}_scanner")
    if catalog.data_path.startswith(BUCKET):
        allow_bucket(connection)
    options = []
    if catalog.data_path:
        options.append(f"data_path {literal(catalog.data_path)}")
    if catalog.kind != "postgres":
        # What is there already and is no catalog stays as it is.
        is_new = not Path(catalog.place).exists()
        options.append(f"create_if_not_exists {str(is_new).lower()}")
        Path(catalog.place).absolute().parent.mkdir(parents=True, exist_ok=True)
    command = f"attach {literal(f'ducklake:{catalog.attached}')} as {name}"
    if options:
        command += f" ({', '.join(options)})"
    wait_for(lambda: connection.execute(command), "the catalog", LOCK_WAIT_SECONDS)
