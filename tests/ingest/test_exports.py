"""Exports of shops reach the shop's own totals, and nobody's name comes along."""

import duckdb
import pytest

from ingest.load import load_orders
from ingest.record import Place
from ingest.request import Request
from tests.ingest.exports import EXPORTS

PLACE = Place("memory", "staging")
FOUND = """
    select
        count(*),
        count(distinct customer_id),
        coalesce(sum(sales_amount) filter (
            coalesce(status_meaning, 'counted') not in ('cancelled', 'returned')
        ), 0)
    from staging.order_lines
    where reasons is null
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("write", EXPORTS, ids=lambda one: one.__name__)
def test_a_shops_export_reaches_its_own_totals(write, seed, tmp_path, monkeypatch):
    monkeypatch.setenv("CUSTOMER_KEY", "a key for tests alone")
    path = tmp_path / "export.csv"
    truth = write(path, seed)
    with duckdb.connect(":memory:") as warehouse:
        warehouse.execute("create schema staging")
        load_orders(warehouse, PLACE, Request("orders", EXPORTS[write], str(path)))
        found = warehouse.execute(FOUND).fetchone()
        assert found == (truth.lines, len(truth.customers), truth.sales)
        others = warehouse.execute(
            "select distinct unnest(reasons) from staging.order_lines"
        ).fetchall()
        assert {*others} <= {("left_out_by_where",), ("customer_id_missing",)}
        kept = warehouse.execute("from staging.order_lines").fetchall()
    said = repr(kept).casefold()
    assert not [word for word in truth.private if word.casefold() in said]
