"""Build the features of an order file once, and read its customers."""

import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from benchmarks import builds
from benchmarks.builds import WITHOUT_TESTS
from benchmarks.processes import ROOT
from benchmarks.segments.files import SOURCES
from ml.customers.panel import Panel
from ml.customers.sampling import read_averages, sample_customers, sample_earlier

LIMIT = 50_000
FEATURES = (
    *("--select", "+segmentation__customer_encoder_inputs"),
    "+segmentation__customer_encoder_inputs_earlier",
    *(
        "+segmentation__customer_encoder_inputs_monthly",
        "segmentation__feature_catalogue",
    ),
)
# What decides the features.
CODE = ("dbt_project.yml", "ingest", "macros", "models", "seeds")


def features_of(source: str, path: Path, as_of: date | None = None) -> Path:
    """Return the warehouse with the features of a file, and build it if it is absent.

    The warehouses lie in the folder of temporary files, under a hash of the code that
    builds features, so that every section and every run finds them again.

    Parameters
    ----------
    source : str
    path : Path
    as_of : date, optional
        Only earlier orders count.
    """
    content = f"{path.resolve()} {path.stat().st_size} {path.stat().st_mtime_ns}"
    name = f"{path.stem}_{as_of or 'all'}_{hashlib.md5(content.encode()).hexdigest()}"
    folder = Path(tempfile.gettempdir()) / f"segments_{hash_code()}"
    folder.mkdir(exist_ok=True)
    warehouse = folder / f"{name}.duckdb"
    # Views name the database that they were built in: it cannot be renamed.
    finished = folder / f"{name}.finished"
    if not finished.exists():
        builds.forget(warehouse)
        build(warehouse, source, path, *FEATURES, **as_of_date(as_of))
        finished.touch()
    return warehouse


def as_of_date(day: date | None) -> dict[str, str]:
    """Return the var of dbt that leaves out later orders, if there is a day."""
    return {"as_of_date": str(day)} if day else {}


def hash_code() -> str:
    """Return a hash of the code that decides the features."""
    found = hashlib.md5()
    for name in CODE:
        files = [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*")
        for path in sorted(one for one in files if one.suffix not in ("", ".pyc")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def build(warehouse: Path, source: str, path: Path, *words: str, **variables) -> None:
    """Build a warehouse with dbt, without its tests."""
    if (SOURCES / f"{source}.yml").exists():
        variables["sources_path"] = str(SOURCES)
    builds.build(warehouse, path, *words, *WITHOUT_TESTS, source=source, **variables)


@contextmanager
def opened(warehouse: Path):
    """Yield a connection that reads a warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def read_samples(connection, ids: Sequence[str] | None = None) -> dict:
    """Return the customers by the names under which a training takes them.

    This is the only place that knows what a training reads. `ids` are the customers to
    read, by default all.
    """
    relations = {
        name: connection.sql(f"from features.{name}")
        for name in (
            "customer_encoder_inputs",
            "customer_encoder_inputs_earlier",
            "customer_features",
        )
    }
    if ids is not None:
        # The relation exists as long as this name.
        kept = connection.from_arrow(to_column(ids))
        connection.register("kept", kept)
        relations = {
            name: one.filter("customer_id in (select customer_id from kept)")
            for name, one in relations.items()
        }
    inputs, earlier, features = relations.values()
    averages = read_averages(connection.sql("from features.feature_catalogue"))
    return {
        "customers": sample_customers(connection, inputs, features, LIMIT, averages),
        "earlier": sample_earlier(connection, inputs, earlier, LIMIT, averages),
    }


def to_column(ids: Sequence[str]):
    """Return ids as an Arrow table of one column."""
    import pyarrow as pa

    return pa.table({"customer_id": pa.array(ids, pa.string())})


def read_panel(connection) -> Panel:
    """Return the monthly panel."""
    names = (
        "customer_encoder_inputs",
        "customer_encoder_inputs_monthly",
        "customer_features_monthly",
    )
    return Panel(
        connection,
        *(connection.sql(f"from features.{name}") for name in names),
        read_averages(connection.sql("from features.feature_catalogue")),
    )


def read_ids(connection) -> np.ndarray:
    """Return the ids of the customers, in the order of `read_samples`."""
    rows = connection.execute(
        "select customer_id from features.customer_encoder_inputs order by customer_id"
    ).fetchall()
    return np.array([one for (one,) in rows])
