"""One block reads orders from four tables."""

import re

import pytest

from tests.pipeline.project import ROOT, Project
from tests.pipeline.test_late_files import SELECT
from tests.tables.olist import Olist

PAGE = ROOT / "docs" / "exports" / "olist.md"
NAMES = {"sql": "olist_lines.sql", "yaml": "olist_tables.yml"}


@pytest.fixture
def blocks(tmp_path):
    """Write the two files of the page."""
    folder = tmp_path / "my_sources"
    folder.mkdir()
    page = PAGE.read_text(encoding="utf-8")
    for kind, name in NAMES.items():
        (text,) = re.findall(rf"```{kind}\n(.*?)```", page, re.S)
        assert name in page
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Build:
    """A project that reads the shop."""

    def __init__(self, folder, shop, blocks):
        self.project = Project(folder / "project")
        self.project.folder.mkdir()
        self.variables = {
            "orders_source": "olist_tables",
            "orders_path": str(shop.path),
            "sources_path": str(blocks),
        }

    def run(self):
        """Build the features; return the output of dbt."""
        run = self.project.dbt("build", *SELECT, variables=self.variables)
        assert run.returncode == 0, run.stdout
        return run.stdout

    def customers(self):
        """Return value in cents and number of orders of each customer with orders."""
        rows = self.project.query(
            "select customer_id, cast(clv_amount * 100 as bigint), order_count "
            "from features.customer_features where order_count > 0"
        )
        return {customer: (cents, orders) for customer, cents, orders in rows}


def truth(shop):
    return {one: (shop.cents[one], n) for one, n in shop.orders.items() if n}


def test_four_tables_of_sqlite_are_built_by_one_block(tmp_path, blocks):
    pytest.importorskip("duckdb_extension_sqlite_scanner", reason="make setup-tables")
    shop = Olist(tmp_path / "olist.sqlite")
    shop.sell(400)
    build = Build(tmp_path, shop, blocks)
    build.run()
    assert build.customers() == truth(shop)
    lines = "select count(*), count(payment_type) from staging.order_lines_judged"
    assert build.project.query(lines) == [(shop.items, shop.items)]
    before = shop.items
    shop.sell(20)
    shop.cancel(shop.first_counted())
    said = build.run()
    assert build.customers() == truth(shop)
    (new,) = re.findall(r"([\d,]+) of ([\d,]+) rows were new or had changed", said)
    # The items of new orders, and the items of the order that was cancelled.
    assert shop.items - before < int(new[0]) <= shop.items - before + 3
    assert int(new[1].replace(",", "")) == shop.items
