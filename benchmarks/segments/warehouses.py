"""Build warehouses with dbt and read their customers."""

from contextlib import contextmanager
from pathlib import Path

import duckdb

from benchmarks import builds
from benchmarks.builds import WITHOUT_TESTS
from benchmarks.processes import ROOT
from ml.customers.customers import Customers
from ml.customers.panel import Panel
from ml.customers.sampling import sample_customers, sample_earlier

DATA = ROOT.parent / "shared" / "data"
LIMIT = 50_000


def build(
    folder: Path, source: str, path: Path | str, *words: str, **variables
) -> Path:
    """Build a warehouse with dbt, without its tests, and return it."""
    warehouse = folder / f"{source}_{Path(path).stem}.duckdb"
    builds.build(warehouse, path, *words, *WITHOUT_TESTS, source=source, **variables)
    return warehouse


@contextmanager
def opened(warehouse: Path):
    """Yield a connection that reads a warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def read_customers(connection) -> tuple[Customers, Customers]:
    """Return customers of today and of the earlier date, as training reads them."""
    inputs, features, earlier = (
        connection.sql(f"from features.{name}")
        for name in (
            "customer_encoder_inputs",
            "customer_features",
            "customer_encoder_inputs_earlier",
        )
    )
    return (
        sample_customers(connection, inputs, features, LIMIT),
        sample_earlier(connection, inputs, earlier, LIMIT),
    )


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
    )


def read_ids(connection) -> list[str]:
    """Return the ids of the customers, in the order of `read_customers`."""
    rows = connection.execute(
        "select customer_id from features.customer_encoder_inputs order by customer_id"
    ).fetchall()
    return [one for (one,) in rows]
