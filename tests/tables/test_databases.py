"""After updates, the stored lines equal those of a full read of the table."""

import re
from pathlib import Path

import duckdb
import pytest

from ingest.loading.load import load_events
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from tests.tables.databases import CREATE, ROWS, Orders, duckdb_file, insert

LATER = "2026-01-01 00:00:00"


def new(number, updated=LATER, **changes):
    """Return a row that is not in the table yet."""
    _, *row = ROWS[number % len(ROWS)]
    return (number, *row[:-1], updated)


def test_every_kind_of_database_gives_the_same_lines(orders):
    assert orders.load() == []
    held = orders.held()
    assert len(held) == len(ROWS)
    order = next(one for one in held if one[1] == "7")
    assert order[2:4] == ("o3", "c0")
    assert str(order[4]) == "2024-08-08 10:00:00"
    assert "Größe 1" in order and "25.9000" in map(str, order)


def test_what_has_not_changed_is_not_read_again(orders):
    orders.load()
    stamp = "select read_at from staging.order_files"
    before = orders.connection.execute(stamp).fetchall()
    assert orders.load() == []
    assert orders.connection.execute(stamp).fetchall() == before


def test_new_changed_and_deleted_rows_are_found(orders):
    orders.load()
    orders.database.run(
        insert([new(1000), new(1001)]),
        f"update sold set amount = 5, updated_at = '{LATER}' where line_id in (3, 4)",
        "delete from sold where line_id in (5, 6, 7)",
    )
    (said,) = orders.load()
    assert "4 of 399 rows were new or had changed. Rows no longer there: 3." in said
    assert orders.held() == orders.read_anew()


def test_a_row_that_was_committed_late_is_found(orders):
    orders.load()
    orders.database.run(insert([new(1000, updated="2025-01-01 00:00:01")]))
    orders.load()
    assert orders.held() == orders.read_anew()
    assert len(orders.held()) == len(ROWS) + 1


def test_a_row_exchanged_for_another_is_found(orders):
    orders.load()
    orders.database.run(
        "delete from sold where line_id = 9",
        insert([new(1000, updated=ROWS[9][-1])]),
    )
    orders.load()
    assert orders.held() == orders.read_anew()


def test_rows_without_updated_at_may_always_have_changed(orders):
    orders.database.run("update sold set updated_at = null where line_id < 3")
    orders.load()
    orders.database.run("update sold set amount = 1.25 where line_id = 1")
    orders.load()
    assert orders.held() == orders.read_anew()


@pytest.mark.parametrize("settings", ["", "updated_at: line_id"])
def test_changed_rows_are_found_without_updated_at(database, blocks, settings):
    orders = Orders(database, blocks(settings))
    orders.load()
    database.run(insert([new(1000)]), "delete from sold where line_id = 5")
    if not settings:
        database.run("update sold set amount = 0.75 where line_id = 8")
    orders.load()
    assert orders.held() == orders.read_anew()
    assert orders.load() == []


def test_all_lines_without_ids_are_read_again_after_a_change(database, blocks):
    folder = blocks()
    block = folder / "shop.yml"
    block.write_text(block.read_text().replace("  order_line_id: line_id\n", ""))
    orders = Orders(database, folder)
    orders.load()
    assert orders.load() == []
    # An equal line counts as another purchase.
    database.run("insert into sold select * from sold where line_id = 8")
    orders.load()
    assert len(orders.held()) == len(ROWS) + 1
    assert orders.held() == orders.read_anew()


def test_all_lines_with_repeated_ids_are_read_again_after_a_change(orders):
    orders.database.run(insert([new(8)]))
    orders.load()
    assert orders.load() == []
    orders.database.run(
        f"update sold set amount = 7, updated_at = '{LATER}' where line_id = 8"
    )
    orders.load()
    assert orders.held() == orders.read_anew()


def test_another_block_reads_everything_again(orders, blocks):
    orders.load()
    block = orders.folder / "shop.yml"
    block.write_text(
        block.read_text().replace("category: category", "market: category")
    )
    orders.load()
    assert orders.held() == orders.read_anew()


def test_a_new_column_is_read_for_all_rows(orders, blocks):
    orders.load()
    blocks("  product: product\nupdated_at: updated_at")
    orders.load()
    orders.database.run("alter table sold add column product varchar(20)")
    orders.database.run("update sold set product = 'tea'")
    orders.load()
    assert orders.held() == orders.read_anew()
    assert "tea" in str(orders.held()[0])


def test_a_query_is_read_like_a_table(database, blocks):
    folder = blocks("updated_at: updated_at\nrelation: lines.sql\n")
    (folder / "lines.sql").write_text(
        "-- Only what was sold.\n"
        "select l.* from sold l join sold other using (line_id)\n"
        "where l.line_id >= 100 -- and no test orders\n;\n"
    )
    database.address = re.split("[?&]table=", database.address)[0]
    orders = Orders(database, folder)
    orders.load()
    assert len(orders.held()) == len(ROWS) - 100
    database.run(insert([new(1000)]))
    assert "1 of 301 rows" in orders.load()[0]
    assert orders.held() == orders.read_anew()


def test_a_query_that_has_changed_is_read_anew(database, blocks):
    folder = blocks("updated_at: updated_at\nrelation: lines.sql\n")
    database.address = re.split("[?&]table=", database.address)[0]
    orders = Orders(database, folder)
    for first in (100, 200):
        (folder / "lines.sql").write_text(f"from sold where line_id >= {first}")
        orders.load()
        assert len(orders.held()) == len(ROWS) - first


def test_databases_are_detached(orders):
    orders.load()
    names = orders.connection.execute("show databases").fetchall()
    assert names == [("memory",)]
    where = "select current_database(), current_schema()"
    assert orders.connection.execute(where).fetchall() == [("memory", "main")]


def test_only_new_rows_are_read_with_all_columns(postgres, blocks, server):
    postgres.run(CREATE, insert(ROWS))
    orders = Orders(postgres, blocks("updated_at: updated_at"))
    orders.load()
    postgres.run("alter role owner set log_statement = 'all'", insert([new(1000)]))
    log = Path(server.partition("host=")[2], "log")
    before = len(log.read_text().splitlines())
    orders.load()
    postgres.run("alter role owner reset log_statement")
    asked = [
        line.partition("COPY (")[2]
        for line in log.read_text().splitlines()[before:]
        if "COPY (" in line
    ]
    compared = [
        one for one in asked if one.startswith('SELECT "line_id", "updated_at"')
    ]
    fetched = [one for one in asked if f"\"updated_at\" >= '{LATER}'" in one]
    assert compared and fetched and len(compared) + len(fetched) == len(asked)


def test_events_may_be_a_table_too(tmp_path):
    shop = duckdb_file(tmp_path / "shop.duckdb")
    shop.run(
        "create table visits as select i % 9 as visitor, 'Visit' as what, "
        "timestamp '2024-01-01' + interval (i) hour as seen_at from range(50) as t (i)"
    )
    block = "holds: events\ncolumns:\n  customer_id: visitor\n  signal: what\n"
    (tmp_path / "visits.yml").write_text(f"{block}  occurred_at: seen_at\n")
    request = Request("events", "visits", f"{shop.address}?table=visits", str(tmp_path))
    place = Destination("memory", "staging")
    said = []
    with duckdb.connect() as connection:
        connection.execute("create schema staging")

        def held():
            said.extend(load_events(connection, place, request))
            events = connection.execute(
                "select count(*), count(distinct customer_id), min(signal), "
                "max(occurred_at) from staging.events where reasons is null"
            )
            return str(events.fetchall())

        assert "(50, 9, 'visit', datetime.datetime(2024, 1, 3, 1, 0))" in held()
        assert held() == held() and not said
        # Two equal visits in the same second are two events.
        shop.run("insert into visits from visits limit 2")
        assert "(52, 9," in held() and "all of its 52 rows were read" in said[0]
