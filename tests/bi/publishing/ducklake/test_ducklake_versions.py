"""Publishing to DuckLake: the snapshots that readers can choose."""

import re
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from ingest.tables.extensions import load_extension
from tests.bi.publishing.lake import read_lake, snapshots

pytest.importorskip("duckdb_extension_ducklake", reason="make setup-tables")
ROOT = Path(__file__).parents[4]
BOTH = pytest.mark.parametrize("catalog", ["file", "postgres"], indirect=True)


def test_a_run_is_one_snapshot_with_its_name(catalog, publish_to_lake):
    publish_to_lake(3, "first")
    before = snapshots(catalog)
    publish_to_lake(30, "second")
    assert read_lake(
        catalog,
        "select snapshot_id, author, commit_message, "
        "json_extract_string(commit_extra_info, 'model_version') "
        f"from lake.snapshots() where snapshot_id > {before}",
    ) == [(before + 1, "customer_segmentation", "second", "v1")]


@BOTH
def test_a_run_that_changes_nothing_leaves_no_snapshot(catalog, publish_to_lake):
    publish_to_lake(30, "first")
    before = snapshots(catalog)
    publish_to_lake(30, "second")
    assert snapshots(catalog) == before
    assert read_lake(catalog, "select distinct run_id from lake.marts._published") == [
        ("first",)
    ]


def test_a_snapshot_holds_the_rows_that_changed_and_no_others(catalog, publish_to_lake):
    publish_to_lake(30)
    before = snapshots(catalog)
    publish_to_lake.again(
        "update marts.orders set name = 'new' where customer_id = 7;"
        "delete from marts.orders where customer_id = 8;"
        "insert into marts.orders (customer_id) values (30), (31)"
    )
    changes = (
        "select count(*) filter (starts_with(change_type, 'delete') or "
        "change_type = 'update_preimage'), count(*) filter (starts_with(change_type, "
        "'insert') or change_type = 'update_postimage') from ducklake_table_changes("
        f"'lake', 'marts', '{{}}', {before + 1}, {before + 1})"
    )
    assert read_lake(catalog, changes.format("orders")) == [(2, 3)]
    assert read_lake(catalog, changes.format("customers")) == [(0, 0)]


def test_former_versions_can_be_read(catalog, publish_to_lake):
    publish_to_lake(3)
    before = snapshots(catalog)
    publish_to_lake(70)
    count = "select count(*) from lake.marts.customers"
    assert read_lake(catalog, count) == [(70,)]
    assert read_lake(catalog, f"{count} at (version => {before})") == [(3,)]


@BOTH
def test_columns_follow_the_marts_and_former_versions_keep_theirs(
    catalog, publish_to_lake
):
    publish_to_lake(3)
    before = snapshots(catalog)
    publish_to_lake.again(
        "create or replace table marts.orders as select customer_id, "
        "cast(score as varchar) as score, 1 as added from marts.orders"
    )
    assert read_lake(
        catalog, "select added, customer_id, score from lake.marts.orders order by 2"
    ) == [(1, 0, None), (1, 1, "0.0"), (1, 2, "0.6931471805599453")]
    assert read_lake(
        catalog,
        f"select count(is_even), max(score) from lake.marts.orders "
        f"at (version => {before})",
    ) == [(3, 0.6931471805599453)]
    publish_to_lake.again("create or replace table marts.orders as select 1 as other")
    assert read_lake(catalog, "from lake.marts.orders") == [(1,)]


def test_the_queries_of_the_page_run(tmp_path, publish_to_lake, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for rows in (30, 40):
        publish_to_lake(rows, address="lake/catalog.ducklake")
    page = (ROOT / "docs" / "publishing.md").read_text()
    section = page.partition("## DuckLake")[2].partition("\n## ")[0]
    reading, tidying = re.findall(r"```sql\n(.*?)```", section, re.S)
    # The lake of this test is younger than seven days.
    reading = reading.replace("interval 7 days", "interval 0 days")
    for queries in (reading, tidying):
        with closing(duckdb.connect()) as connection:
            load_extension(connection, "ducklake")
            connection.execute(queries)
    count = "select count(*) from lake.marts.orders"
    assert read_lake("lake/catalog.ducklake", count) == [(40,)]
    assert read_lake("lake/catalog.ducklake", f"{count} at (version => 1)") == [(30,)]
