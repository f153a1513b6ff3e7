"""Load extensions of DuckDB from their Python packages, without a download."""

import functools
import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from ingest.engines.duckdb_dialect import SQL
from ingest.errors import OrdersError

# An extension may need others, which have to be loaded first.
NEEDED_BEFORE = {"iceberg": ("avro",)}


def load_extension(connection, name: str) -> None:
    """Load an extension such as `postgres_scanner` into a session.

    Raises OrdersError if the extension is missing, or was built for another version of
    DuckDB.
    """
    for one in (*NEEDED_BEFORE.get(name, ()), name):
        packed = find_packed(one)
        place = SQL.literal(str(packed)) if packed else one
        try:
            connection.execute(f"load {place}")
        except duckdb.Error as error:
            raise OrdersError(missing(one, str(error))) from error


@functools.cache
def find_packed(name: str) -> Path | None:
    """Return the file of an extension for this DuckDB in its package, or None."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0])
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    return path if path.is_file() else None


def missing(name: str, reason: str) -> str:
    """Return why an extension cannot be loaded, and what the user can do."""
    package = f"duckdb-extension-{name.replace('_', '-')}"
    wanted = f"{package}=={duckdb.__version__}"
    try:
        installed = version(package)
    except PackageNotFoundError:
        return (
            f"This needs DuckDB's extension {name}: run make setup-tables, or pip "
            f"install {wanted}."
        )
    if installed != duckdb.__version__:
        return (
            f"The package {package} {installed} is made for another DuckDB than "
            f"{duckdb.__version__}: pip install {wanted}."
        )
    return f"DuckDB's extension {name} cannot be loaded: {reason.splitlines()[0]}"
