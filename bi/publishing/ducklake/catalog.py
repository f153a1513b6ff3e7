"""Find the DuckLake catalog of an address, and attach it."""

import re
from dataclasses import dataclass
from pathlib import Path

from bi.publishing.bucket.credentials import allow_bucket
from bi.publishing.errors import TargetError
from bi.publishing.lakehouse.table import LAKE
from bi.publishing.postgres.address import read_address
from bi.warehouse import literal, wait_for
from ingest.tables.extensions import load_extension

EXAMPLES = (
    "lake/catalog.ducklake, sqlite:lake/catalog.sqlite?data_path=lake/files or "
    "postgresql://user@host/database?data_path=s3://bucket/prefix"
)
# In an address, other options may come before this one.
DATA_PATH = re.compile(r"[?&]data_path=")
# A single letter before the colon is a drive of Windows.
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
        A path, or an address of libpq.
    data_path : str
        Where the Parquet files are; empty if the catalog itself stores this.
    shown : str
        The name of the catalog in messages.
    password : str
        Messages never show it.
    """

    kind: str
    place: str
    data_path: str
    shown: str
    password: str = ""

    @property
    def attached(self) -> str:
        """Return the address of the catalog as DuckLake writes it."""
        return self.place if self.kind == "file" else f"{self.kind}:{self.place}"


def find_catalog(address: str) -> Catalog:
    """Return the catalog of an address.

    Raises
    ------
    TargetError
        The address is wrong.
    """
    place, *data_paths = DATA_PATH.split(address.removeprefix("ducklake:"), maxsplit=1)
    data_path = full_path(data_paths[0]) if data_paths else ""
    if "://" in data_path and not data_path.startswith(BUCKET):
        raise TargetError(
            f"The data_path in PUBLISH_DUCKLAKE is neither a folder nor an {BUCKET} "
            "address."
        )
    scheme = SCHEME.match(place)
    if not scheme:
        # DuckLake would take a bare name for the name of a secret in DuckDB.
        return Catalog("file", full_path(place), data_path, place)
    kind, rest = scheme[1], place[scheme.end() :]
    if kind == "sqlite":
        return Catalog("sqlite", rest, data_path, rest)
    wrong = f"PUBLISH_DUCKLAKE is not an address such as {EXAMPLES}."
    if kind not in POSTGRES:
        raise TargetError(wrong)
    place = place if rest.startswith("//") else rest
    return Catalog("postgres", place, data_path, *read_address(place, wrong))


def full_path(path: str) -> str:
    """Return an absolute path, because DuckLake stores the path in the catalog."""
    return path if "://" in path else str(Path(path).absolute())


def attach_catalog(connection, catalog: Catalog) -> None:
    """Attach a catalog as `lake`; create it if it is missing.

    Raises
    ------
    OrdersError
        An extension of DuckDB is missing.
    WarehouseError
        Another process has the catalog open, or it cannot be opened.
    """
    load_extension(connection, "ducklake")
    if catalog.kind != "file":
        load_extension(connection, f"{catalog.kind}_scanner")
    if catalog.data_path.startswith(BUCKET):
        allow_bucket(connection)
    options = [f"data_path {literal(catalog.data_path)}"] if catalog.data_path else []
    if catalog.kind != "postgres":
        # A file that exists and is no catalog must stay unchanged.
        is_new = not Path(catalog.place).exists()
        options.append(f"create_if_not_exists {str(is_new).lower()}")
        Path(catalog.place).absolute().parent.mkdir(parents=True, exist_ok=True)
    command = f"attach {literal(f'ducklake:{catalog.attached}')} as {LAKE}"
    if options:
        command += f" ({', '.join(options)})"
    wait_for(lambda: connection.execute(command), "the catalog")
