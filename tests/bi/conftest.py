"""A warehouse, and where its marts are published."""

import pytest

from tests.bi.marts_warehouse import make_warehouse


@pytest.fixture
def places(tmp_path):
    warehouse = tmp_path / "it's a warehouse.duckdb"
    make_warehouse(warehouse, 3)
    return (
        warehouse,
        tmp_path / "out" / "analytics.duckdb",
        tmp_path / "out" / "exports",
    )
