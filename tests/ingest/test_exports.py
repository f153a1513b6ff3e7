"""Exports of shops give values that were computed independently."""

import pytest

from ingest.loading.load import load_orders
from ingest.opening.request import Request
from tests.ingest.loading import PLACE
from tests.pipeline.project import ROOT

CASES = ROOT.parent / "shared" / "cases"
OF_ITEMS = """
items: line_items
date_formats: ["%Y-%m-%dT%H:%M:%S%z"]
columns:
  order_id: id
  customer_id: customer.id
  ordered_at: created_at
  order_line_id: line_items.id
  sales_amount: {sql: number(line_items.price) * number(line_items.quantity)}
"""
OF_ORDERS = """
columns: {order_id: id, customer_id: customer.id, ordered_at: created_at,
          sales_amount: total_price}
"""
OF_A_REPORT = """
decimal_comma: true
columns: {order_id: order_id, customer_id: customer_id, ordered_at: order_date,
          sales_amount: amount}
"""
EXPECTED = {
    ("shop_api_orders.jsonl", OF_ITEMS): (977, 500, 119, 77_343.00),
    ("shop_api_orders.json", OF_ITEMS): (977, 500, 119, 77_343.00),
    ("shop_api_customers.jsonl", OF_ORDERS): (500, 500, 119, 77_343.00),
    ("small/preamble/orders.csv", OF_A_REPORT): (60, 60, 9, 388.00),
    ("small/sep_line/orders.csv", OF_A_REPORT): (60, 60, 9, 388.00),
}


@pytest.mark.parametrize(("file", "block"), EXPECTED)
def test_an_export_gives_the_expected_lines_orders_customers_and_sales(
    warehouse, tmp_path, file, block
):
    if not (CASES / file).exists():
        pytest.skip(f"{file} is absent: it lies in ../shared/cases")
    (tmp_path / "shop.yml").write_text(block)
    asked = Request("orders", "shop", str(CASES / file), str(tmp_path))
    load_orders(warehouse, PLACE, asked)
    found = warehouse.execute(
        "select count(*), count(distinct order_id), count(distinct customer_id), "
        "cast(sum(sales_amount) as double) from staging.order_lines "
        "where reasons is null"
    ).fetchone()
    assert found == EXPECTED[file, block]
    kept = warehouse.execute(
        "select cast(lines as varchar) from staging.order_lines as lines"
    )
    assert not any(one in line for (line,) in kept.fetchall() for one in ("Pat", "@"))
