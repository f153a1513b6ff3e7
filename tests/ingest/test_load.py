"""A file is loaded only once, and completely or not at all."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ingest.errors import OrdersError
from ingest.loading.load import load_events, load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request

PLACE = Destination("memory", "staging")
HEADER = "order_id,customer_id,order_date,order_item_total_amount\n"
LINES = ["1,a,2024-01-01 00:00:00,5\n", "2,b,2024-01-02 00:00:00,6.5\n"]
EVENTS = "customer_id,signal,occurred_at\na,visit,2024-01-01T00:00:00Z\n"


@pytest.fixture
def warehouse():
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema staging")
        yield connection


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "1.csv").write_text(HEADER + LINES[0])
    return folder


def load(warehouse, path="", source="customer_orders", **more):
    return load_orders(warehouse, PLACE, Request("orders", source, str(path), **more))


def lines(warehouse):
    return warehouse.execute(
        "select parse_filename(source_file), line_number, order_id, "
        "cast(sales_amount as double) from staging.order_lines order by all"
    ).fetchall()


def record(warehouse, *columns):
    return warehouse.execute(
        f"select {', '.join(columns)} from staging.order_files order by source_file"
    ).fetchall()


def test_a_file_is_loaded_once_and_then_only_appended_lines(warehouse, files):
    assert load(warehouse, files / "*.csv") == []
    (size,) = record(warehouse, "bytes")
    with (files / "1.csv").open("a") as file:
        file.write(LINES[1])
    load(warehouse)
    assert lines(warehouse) == [("1.csv", 2, "1", 5.0), ("1.csv", 3, "2", 6.5)]
    assert record(warehouse, "read_from", "lines") == [(*size, 3)]
    before = record(warehouse, "read_at")
    load(warehouse)
    assert (len(lines(warehouse)), record(warehouse, "read_at")) == (2, before)


def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(warehouse, files):
    load(warehouse, files / "*.csv")
    before = (lines(warehouse), record(warehouse, "*"))
    columns = HEADER.strip().split(",")
    rows = [[str(number) * 9 for number in range(50_000)]] * len(columns)
    parquet.write_table(pa.table(dict(zip(columns, rows, strict=True))), files / "2.pq")
    content = bytearray((files / "2.pq").read_bytes())
    # Only the lines are damaged, not the list of columns at the end of the file.
    content[1000:3000] = b"\0" * 2000
    (files / "2.pq").write_bytes(content)
    (files / "0.csv").write_text(HEADER + LINES[1])
    with pytest.raises(OrdersError, match=r"2\.pq' cannot be read: "):
        load(warehouse, files / "*")
    assert (lines(warehouse), record(warehouse, "*")) == before


def test_another_source_replaces_the_orders_and_says_so(warehouse, files):
    load(warehouse, files / "*.csv")
    (files / "log.csv").write_text("customer,date,amount\nc,2024-03-01,7\n")
    assert load(warehouse, files / "log.csv", "purchase_log") == [
        "This warehouse held orders of source 'customer_orders'; they are replaced by "
        "source 'purchase_log'."
    ]
    assert [row[3] for row in lines(warehouse)] == [7.0]
    assert record(warehouse, "source_name", "has_own_order_ids") == [
        ("purchase_log", False)
    ]


def test_an_empty_request_means_what_the_warehouse_holds(warehouse, files):
    load(warehouse, files / "*.csv")
    assert load(warehouse, source="") == []
    assert record(warehouse, "source_name") == [("customer_orders",)]


def test_a_file_needs_a_source(warehouse, files):
    with pytest.raises(OrdersError, match=r"The file '\S+/1\.csv' needs a source"):
        load(warehouse, files / "1.csv", "")


@pytest.mark.parametrize("table", ["order_lines", "order_files"])
def test_real_orders_are_never_replaced_by_the_sample(warehouse, files, table):
    load(warehouse, files / "*.csv")
    warehouse.execute(
        "create table staging.order_source as select source_name, path as orders_path, "
        "'' as events_source_name, '' as events_path from staging.order_files"
    )
    # The tables are as after another version of the project, or after a manual drop.
    warehouse.execute(f"drop table staging.{table}")
    load(warehouse, source="")
    assert lines(warehouse) == [("1.csv", 2, "1", 5.0)]


def test_a_view_of_the_same_name_is_replaced(warehouse, files):
    for table in ("order_lines", "order_files"):
        warehouse.execute(f"create view staging.{table} as select 1 as one")
    load(warehouse, files / "*.csv")
    assert len(lines(warehouse)) == 1


def test_the_record_says_whether_any_file_has_order_ids(warehouse, files):
    text = "customer,date,amount,order_id\na,2024-01-01,5,o1\n"
    (files / "1.csv").write_text(text)
    load(warehouse, files / "*.csv", "purchase_log")
    (files / "2.csv").write_text("customer,date,amount\nb,2024-01-02,6\n")
    load(warehouse, files / "*.csv", "purchase_log")
    assert record(warehouse, "has_own_order_ids") == [(True,)] * 2


def test_events_are_kept_only_beside_their_orders(warehouse, files):
    (files / "events.csv").write_text(EVENTS)
    load(warehouse, files / "1.csv")
    path = str(files / "events.csv")
    load_events(warehouse, PLACE, Request("events", "customer_events", path))
    assert load_events(warehouse, PLACE, Request("events")) == []
    count = "select count(*) from staging.events"
    assert warehouse.execute(count).fetchone() == (1,)
    (files / "log.csv").write_text("customer,date,amount\nc,2024-03-01,7\n")
    load(warehouse, files / "log.csv", "purchase_log")
    assert load_events(warehouse, PLACE, Request("events")) == [
        f"The events of '{path}' are not read any longer."
    ]
    assert warehouse.execute(count).fetchone() == (0,)
