"""Exports give the totals of the shop, also after changes that their pages propose."""

import contextlib
import re

import pytest
import yaml

from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.opening.request import Request
from ingest.sources.load import SHIPPED_BLOCKS
from tests.ingest.exports import EXPORTS
from tests.ingest.loading import PLACE
from tests.pipeline.project import ROOT

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
READ = """
    select order_line_id, customer_id, ordered_at, product, sales_amount, status_meaning
    from staging.order_lines where reasons is null order by line_number
"""
# The page of olist shows a whole block instead of changes.
PAGES = {*EXPORTS.values()} - {"olist"}


def changes():
    """Yield the name of a block and each change that its page proposes."""
    for source in sorted(PAGES):
        page = (ROOT / "docs" / "exports" / f"{source}.md").read_text("utf-8")
        for text in re.findall(r"```yaml\n(.*?)```", page, re.S):
            yield source, text


@pytest.fixture
def load(warehouse, tmp_path, monkeypatch):
    """Return a function that loads an export and returns the result of a query."""
    monkeypatch.setenv("CUSTOMER_KEY", "a key for tests alone")

    def load_export(path, source, query, folder=""):
        load_orders(warehouse, PLACE, Request("orders", source, str(path), str(folder)))
        return warehouse.execute(query).fetchall()

    return load_export


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("write", EXPORTS, ids=lambda one: one.__name__)
def test_a_shops_export_reaches_its_own_totals(load, warehouse, write, seed, tmp_path):
    truth = write(tmp_path / "export.csv", seed)
    found = load(tmp_path / "export.csv", EXPORTS[write], FOUND)
    assert found == [(truth.lines, len(truth.customers), truth.sales)]
    others = "select distinct unnest(reasons) from staging.order_lines"
    expected = {("left_out_by_where",), ("customer_id_missing",)}
    assert {*warehouse.execute(others).fetchall()} <= expected
    said = repr(warehouse.execute("from staging.order_lines").fetchall()).casefold()
    assert not [word for word in truth.private if word.casefold() in said]


@pytest.mark.parametrize(("source", "text"), [*changes()])
def test_the_changes_that_a_page_proposes_work(load, source, text, tmp_path):
    block = yaml.safe_load((SHIPPED_BLOCKS / f"{source}.yml").read_text("utf-8"))
    for setting, value in yaml.safe_load(text).items():
        is_part = isinstance(value, dict)
        block[setting] = block.get(setting, {}) | value if is_part else value
    (tmp_path / f"{source}.yml").write_text(yaml.safe_dump(block), encoding="utf-8")
    differ = []
    for write in (one for one, name in EXPORTS.items() if name == source):
        path = tmp_path / "export.csv"
        write(path, 1)
        before = load(path, source, READ)
        # A change may apply to only one of several layouts of the export.
        with contextlib.suppress(OrdersError):
            after = load(path, source, READ, tmp_path)
            differ.append(bool(after) and after != before)
    assert any(differ)
