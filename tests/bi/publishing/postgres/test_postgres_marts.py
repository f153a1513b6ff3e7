"""Marts that users add are published to PostgreSQL, whatever their names and types."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import duckdb
import pytest

from bi.publish import TargetError, publish
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.postgres_server import query
from tests.bi.publishing.marts_warehouse import make_warehouse


@pytest.fixture
def publish_with(address, tmp_path):
    """Return a function that changes the warehouse and publishes it."""
    warehouse = tmp_path / "warehouse.duckdb"
    make_warehouse(warehouse, 3)

    def publish_with(*commands):
        with duckdb.connect(str(warehouse)) as connection:
            for command in commands:
                connection.execute(command)
        there = {"postgres": address}
        return publish(warehouse, tmp_path / "analytics.duckdb", tmp_path / "x", there)

    return publish_with


def tables(address):
    found = query(address, "select tablename from pg_tables where schemaname = 'marts'")
    return {name for (name,) in found}


def test_own_tables_and_views_arrive(address, publish_with):
    publish_with(
        "create table marts.my_mart as select 7 as answer",
        "comment on table marts.my_mart is 'Mine.'",
        "create view marts.my_view as select sum(answer) as total from marts.my_mart",
    )
    assert query(address, "select * from marts.my_mart") == [(7,)]
    assert query(address, "select * from marts.my_view") == [(7,)]
    assert query(address, "select obj_description('marts.my_mart'::regclass)") == [
        ("Mine.",)
    ]


def test_names_that_need_quotes_arrive_again_and_again(address, publish_with):
    place = 'marts."Order ""list"" 100%"'
    publish_with(
        f'create table {place} as select 1 as "from", 2 as "it\'s %s, ""so"""',
        f"comment on column {place}.\"from\" is 'Odd.'",
    )
    publish_with()
    assert query(address, f'select "from", "it\'s %s, ""so""" from {place}') == [(1, 2)]
    publish_with(f'alter table {place} drop column "from"')
    assert query(address, f"select * from {place}") == [(2,)]


def test_dropped_marts_go_and_tables_of_others_stay(address, publish_with):
    publish_with('create table marts."My mart" as select 7 as answer')
    query(address, "create table marts.by_hand as select 1 as one")
    publish_with('drop table marts."My mart"')
    assert tables(address) == {*REQUIRED_MARTS, "_published", "by_hand"}


def test_a_dropped_mart_that_a_view_needs_stays_until_the_view_is_gone(
    address, publish_with
):
    publish_with("create table marts.my_mart as select 7 as answer")
    query(address, "create schema reports")
    query(address, "create view reports.answer as select * from marts.my_mart")
    with pytest.raises(TargetError, match="is unchanged: .*my_mart.*depend on"):
        publish_with("drop table marts.my_mart")
    assert query(address, "select * from reports.answer") == [(7,)]
    query(address, "drop view reports.answer")
    publish_with()
    assert "my_mart" not in tables(address)


PLACE = 'marts."my mart"'
VALUES = {
    "cast(-5 as tinyint)": ("smallint", -5),
    "cast(200 as utinyint)": ("smallint", 200),
    "cast(60000 as usmallint)": ("integer", 60000),
    "cast(4000000000 as uinteger)": ("bigint", 4000000000),
    "cast(18446744073709551615 as ubigint)": ("numeric(20,0)", 18446744073709551615),
    "cast(5 as hugeint)": ("bigint", 5),
    "cast(1.5 as float)": ("real", 1.5),
    "cast('a' as enum ('a', 'b'))": ("text", "a"),
    "from_hex('00ff5c')": ("bytea", b"\x00\xff\\"),
    "cast('{\"a\": null}' as json)": ("jsonb", {"a": None}),
    "['x', null, 'a \"b\", c']": ("jsonb", ["x", None, 'a "b", c']),
    "{'a': 1, 'b': [date '2025-11-01']}": ("jsonb", {"a": 1, "b": ["2025-11-01"]}),
    "map {'a': 1}": ("jsonb", {"a": 1}),
    "cast([1, 2] as integer[2])": ("jsonb", [1, 2]),
    "union_value(a := 1)": ("jsonb", {"a": 1}),
    "interval '-3 days'": ("text", "-3 days"),
    "time '10:00:01'": ("time without time zone", time(10, 0, 1)),
    "timestamp_s '2025-11-01 10:00:00'": (
        "timestamp without time zone",
        datetime(2025, 11, 1, 10),
    ),
    "timestamptz '2025-11-01 10:00:00+00'": (
        "timestamp with time zone",
        datetime(2025, 11, 1, 10, tzinfo=UTC),
    ),
    "cast('0f0b2cf9-24ed-4e39-8e78-28f692ed89cc' as uuid)": (
        "uuid",
        UUID("0f0b2cf9-24ed-4e39-8e78-28f692ed89cc"),
    ),
    "cast('101' as bit)": ("text", "101"),
    "date '2025-11-01'": ("date", date(2025, 11, 1)),
    "cast('-inf' as double)": ("double precision", float("-inf")),
}


def test_every_type_has_a_type_of_postgresql(address, publish_with):
    columns = ", ".join(f"{sql} as v{n}" for n, sql in enumerate(VALUES))
    blanks = ", ".join(["null"] * len(VALUES))
    publish_with(
        f"create table marts.odd as select {columns}",
        f"insert into marts.odd values ({blanks})",
    )
    publish_with()
    kinds = query(
        address,
        "select format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
        " 'marts.odd'::regclass and attnum > 0 order by attnum",
    )
    assert [kind for (kind,) in kinds] == [kind for kind, _ in VALUES.values()]
    rows = query(address, "select * from marts.odd order by v0 nulls last")
    assert list(rows[0]) == [value for _, value in VALUES.values()]
    assert set(rows[1]) == {None}


@pytest.mark.parametrize(
    "column, named",
    [
        ("1 as one, ['nan'::double] as \"the day\"", f'{PLACE}, column "the day": '),
        ("'' as one, 'a' || chr(0) as \"the word\"", f'{PLACE}, column "the word": '),
        ("1 as ctid", f'{PLACE}: .*"ctid"'),
        (
            f"1 as {'a' * 64}",
            f'{PLACE}: the name "a*" has more than 63',
        ),
    ],
)
def test_the_error_names_what_postgresql_refuses(address, publish_with, column, named):
    publish_with()
    with pytest.raises(TargetError, match=f"is unchanged: {named}") as told:
        publish_with(f'create table marts."my mart" as select {column}')
    assert "\n" not in str(told.value)
    assert tables(address) == {*REQUIRED_MARTS, "_published"}


def test_a_mart_with_the_name_of_the_run_table_is_refused(publish_with):
    with pytest.raises(TargetError, match="_published itself: rename your mart"):
        publish_with("create table marts._published as select 1 as one")
