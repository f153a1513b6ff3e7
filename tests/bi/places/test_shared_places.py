"""A build stops before dbt if two settings name one place."""

import os

import pytest

from bi.places import shared
from bi.places.errors import PlaceError
from tests.bi.places.makers import ORDERS


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("WAREHOUSE_PATH", "ANALYTICS_PATH", "warehouse.duckdb"),
        ("WAREHOUSE_PATH", "REPORT_PATH", "warehouse.duckdb"),
        ("WAREHOUSE_PATH", "EXPORTS_PATH", "warehouse.duckdb"),
        ("ANALYTICS_PATH", "REPORT_PATH", "exports/../analytics.duckdb"),
        ("ANALYTICS_PATH", "EXPORTS_PATH", "analytics.duckdb"),
        ("WAREHOUSE_PATH", "EXPORTS_PATH", "."),
        ("EXPORTS_PATH", "REPORT_PATH", "exports/report.html"),
        ("EXPORTS_PATH", "ANALYTICS_PATH", "exports/customers.parquet"),
        ("EXPORTS_PATH", "WAREHOUSE_PATH", "exports/warehouse.duckdb"),
        ("EXPORTS_PATH", "DBT_TARGET_PATH", "exports/"),
        ("EXPORTS_PATH", "DBT_LOG_PATH", "exports/logs/"),
        ("REPORT_PATH", "DBT_LOG_PATH", "reports/segments.html"),
        ("ANALYTICS_PATH", "REPORT_PATH", ".analytics.duckdb.new"),
        ("WAREHOUSE_PATH", "REPORT_PATH", "warehouse.duckdb.wal"),
        ("EXPORTS_PATH", "REPORT_PATH", ".exports.previous/page.html"),
    ],
)
def test_no_two_settings_name_one_place(published, refused, one, other, name):
    said = refused(published, **{other: published / name})
    assert one in said and other in said and f"'{published / name}'" in said


def test_links_to_one_place_are_seen(published, refused):
    (published / "link").symlink_to(published / "exports")
    said = refused(published, REPORT_PATH=published / "link" / "report.html")
    assert "EXPORTS_PATH" in said and "REPORT_PATH" in said


def test_names_in_other_letters_are_one_place_where_case_is_ignored(
    published, refused, monkeypatch
):
    (published / "reports" / "segments.html").unlink()
    monkeypatch.setattr(shared, "ignores_case", lambda folder: True)
    said = refused(published, REPORT_PATH=published / "Warehouse.DuckDB")
    assert "WAREHOUSE_PATH" in said and "REPORT_PATH" in said


@pytest.mark.parametrize("ignored", [True, False])
def test_only_where_case_is_ignored_are_other_letters_the_same_place(
    published, monkeypatch, ignored
):
    places = {
        "ANALYTICS_PATH": published / "a.duckdb",
        "REPORT_PATH": published / "A.DUCKDB",
    }
    monkeypatch.setattr(shared, "ignores_case", lambda folder: ignored)
    try:
        shared.refuse_shared(places)
        is_refused = False
    except PlaceError:
        is_refused = True
    assert is_refused == ignored


def test_a_relative_path_leads_to_the_same_place(published, refused, monkeypatch):
    relative = os.path.relpath(published / "warehouse.duckdb")
    said = refused(published, ANALYTICS_PATH=relative)
    assert "WAREHOUSE_PATH" in said and "ANALYTICS_PATH" in said


@pytest.mark.parametrize("setting", ["ANALYTICS_PATH", "WAREHOUSE_PATH", "REPORT_PATH"])
@pytest.mark.parametrize("word", ["ORDERS", "EVENTS"])
def test_the_files_that_a_build_reads_are_no_place(home, refused, setting, word):
    orders = home / "orders.csv"
    orders.write_text(ORDERS)
    named = {"ORDERS": orders, "SOURCE": "sample"}
    if word == "EVENTS":
        events = home / "events.csv"
        events.write_text("customer_id,event_type,event_time\na,view,2024-01-01\n")
        named |= {"EVENTS": events}
    said = refused(home, **named, **{setting: named[word]})
    assert word in said and setting in said and f"'{named[word]}'" in said


def test_orders_in_the_published_folder_are_refused(published, refused):
    (published / "exports" / "orders.csv").write_text(ORDERS)
    pattern = published / "exports" / "*.csv"
    said = refused(published, ORDERS=pattern, SOURCE="sample")
    assert "ORDERS" in said and "EXPORTS_PATH" in said
