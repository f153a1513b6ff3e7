"""A shop's export becomes segments; no source is named and no address is stored."""

import pytest

from tests.ingest.exports import shopify
from tests.pipeline.project import Project

KEY = {"CUSTOMER_KEY": "a key for tests alone"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Return a project built from an export of Shopify, and its expected totals."""
    folder = tmp_path_factory.mktemp("shop")
    project = Project(folder)
    project.truth = shopify(folder / "orders_export.csv", seed=11, count=400)
    project.run = project.build(ORDERS=folder / "orders_export.csv", **KEY)
    return project


def test_an_export_becomes_segments_with_no_source_named(shop):
    assert shop.run.returncode == 0, shop.run.stderr
    assert "shopify" in shop.run.stderr + shop.run.stdout
    assert shop.query(
        "select count(*), sum(clv_amount), count(segment_id) > 0 from marts.customers"
    ) == [(len(shop.truth.customers), shop.truth.sales, True)]


def test_nobodys_name_or_address_stands_anywhere_behind_it(shop):
    everything = "\n".join([*texts_of(shop), *files_of(shop)]).casefold()
    assert len(everything) > 100_000
    assert "cards" in everything
    found = [one for one in shop.truth.private if one.casefold() in everything]
    assert found == []


def test_without_a_key_nothing_is_built_and_one_sentence_says_why(tmp_path):
    project = Project(tmp_path)
    shopify(tmp_path / "orders_export.csv", seed=12)
    run = project.build(ORDERS=tmp_path / "orders_export.csv", CUSTOMER_KEY="")
    said = run.stderr + run.stdout
    assert run.returncode != 0
    assert "make key" in said
    assert "Traceback" not in said
    assert not project.analytics.exists()


def texts_of(project):
    """Yield every value of every table, published or not, as text."""
    for path in (project.warehouse, project.analytics):
        for schema, table in project.query(
            "select distinct schema_name, table_name from duckdb_columns() "
            "where not internal",
            path,
        ):
            yield repr(project.query(f'from "{schema}"."{table}"', path))


def files_of(project):
    """Yield the content of all files except databases and the export."""
    for path in project.folder.rglob("*"):
        if path.suffix == ".parquet":
            yield repr(project.query(f"from '{path}'"))
        elif path.is_file() and path.suffix not in (".duckdb", ".csv", ".msgpack"):
            yield path.read_text(encoding="utf-8", errors="replace")
