"""Marts that users add are published like ours."""

import json
import re

import duckdb
import pytest

from bi.publish import PublishError, publish
from bi.publishing.local import columns
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.publishing.marts_warehouse import read


def change(warehouse, *commands):
    with duckdb.connect(str(warehouse)) as connection:
        for command in commands:
            connection.execute(command)


def manifest(exports):
    return json.loads((exports / "manifest.json").read_text())


def test_an_own_mart_is_published_everywhere(places):
    warehouse, analytics, exports = places
    change(
        warehouse,
        "create table marts.my_mart as select 7 as answer",
        "comment on table marts.my_mart is 'Mine.'",
    )
    assert publish(*places) == dict.fromkeys(REQUIRED_MARTS, 3) | {"my_mart": 1}
    assert read(analytics, "select * from marts.my_mart") == [(7,)]
    assert read(
        analytics, "select comment from duckdb_tables() where table_name = 'my_mart'"
    ) == [("Mine.",)]
    assert read(
        analytics, "select rows from _published where table_name = 'my_mart'"
    ) == [(1,)]
    assert manifest(exports)["files"]["my_mart"] == "my_mart.parquet"
    assert duckdb.sql(f"from '{exports}/my_mart.parquet'").fetchall() == [(7,)]


def test_a_view_is_published_as_a_table_with_its_descriptions(places):
    warehouse, analytics, exports = places
    # dbt writes the name of the database into the view. In this test, the name differs.
    change(
        warehouse,
        'create view "it\'s a warehouse"."marts"."my_view" as (with customers as ('
        'select * from "it\'s a warehouse"."marts"."customers") '
        "select is_even, sum(clv_amount) as clv_amount from customers group by all)",
        "comment on view marts.my_view is 'A view.'",
        "comment on column marts.my_view.is_even is 'Whether.'",
    )
    assert publish(*places)["my_view"] == 2
    shown = read(warehouse, "from marts.my_view order by all")
    assert read(analytics, "from marts.my_view order by all") == shown
    file = f"'{exports}/my_view.parquet'"
    assert duckdb.sql(f"from {file} order by all").fetchall() == shown
    assert read(
        analytics,
        "select column_name, data_type, comment from duckdb_columns() "
        "where table_name = 'my_view'",
    ) == [("is_even", "BOOLEAN", "Whether."), ("clv_amount", "DECIMAL(18,4)", None)]
    assert read(
        analytics, "select comment from duckdb_tables() where table_name = 'my_view'"
    ) == [("A view.",)]


@pytest.mark.parametrize(
    "name, file",
    [
        ("Order list", "Order list.parquet"),
        ('the "best" of select', "the %22best%22 of select.parquet"),
        ("../a/b", "..%2Fa%2Fb.parquet"),
        ("Größe 100%", "Größe 100%25.parquet"),
        ("it's", "it's.parquet"),
        ("_published", "_published.parquet"),
    ],
)
def test_names_that_need_quotes_work(places, name, file):
    warehouse, analytics, exports = places
    quoted = '"' + name.replace('"', '""') + '"'
    change(
        warehouse,
        f'create table marts.{quoted} ("a ""b""" hugeint, "order" decimal(38, 4))',
        f'insert into marts.{quoted} ("a ""b""") values (1)',
        f'comment on column marts.{quoted}."a ""b""" is \'Odd.\'',
    )
    assert publish(*places)[name] == 1
    assert read(analytics, f'select "a ""b""" from marts.{quoted}') == [(1,)]
    assert manifest(exports)["files"][name] == file
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(exports / file))
        assert (found.columns, found.fetchall()) == (['a "b"', "order"], [(1, None)])


def test_a_dropped_mart_is_not_published(places):
    warehouse, analytics, exports = places
    change(warehouse, "create table marts.my_mart as select 7 as answer")
    publish(*places)
    change(warehouse, "drop table marts.my_mart")
    assert "my_mart" not in publish(*places)
    tables = read(analytics, "select table_name from duckdb_tables()")
    assert {name for (name,) in tables} == {*REQUIRED_MARTS, "_published"}
    assert not (exports / "my_mart.parquet").exists()
    assert list(manifest(exports)["files"]) == sorted(REQUIRED_MARTS)


def test_unfinished_tables_and_other_schemas_are_not_published(places):
    warehouse, _, exports = places
    change(
        warehouse,
        *(
            f"create table marts.customers__dbt_{left} as select 1 as one"
            for left in ("tmp", "tmp20251101120000", "backup", "int", "fk_backup")
        ),
        "create view marts.orders__dbt_tmp as select 1 as one",
        "create table staging.names as select 'secret' as name",
    )
    publish(*places)
    assert list(manifest(exports)["files"]) == sorted(REQUIRED_MARTS)


def test_a_backtest_is_published_after_make_backtest(places):
    warehouse, analytics, _ = places
    change(
        warehouse,
        "create table marts.backtest as "
        "select 1 as mae, [{'decile': 1}] as calibration",
    )
    publish(*places)
    assert read(analytics, "from marts.backtest") == [(1, [{"decile": 1}])]


def test_a_view_that_cannot_be_read_is_named_and_the_old_files_stay(places):
    warehouse, analytics, exports = places
    publish(*places)
    change(
        warehouse,
        "create table staging.gone as select 1 as one",
        'create view marts."my view" as select * from staging.gone',
        "drop table staging.gone",
    )
    with pytest.raises(PublishError, match="the mart 'my view' cannot be read") as told:
        publish(*places)
    assert "\n" not in str(told.value)
    assert read(analytics, "select count(*) from marts.customers") == [(3,)]
    assert manifest(exports)["rows"]["customers"] == 3


@pytest.mark.parametrize(
    "value, kind, expected",
    [
        ("cast(5 as hugeint)", "BIGINT", 5),
        ("cast(170141183460469231731687303715884105727 as hugeint)", "VARCHAR", None),
        ("cast('101' as bit)", "VARCHAR", "101"),
        ("union_value(a := 1)", "JSON", '{"a":1}'),
        ("[cast(1 as hugeint)]", "JSON", "[1]"),
        ("cast('12345678901234567890123' as bignum)", "VARCHAR", None),
        ("cast('10:00:00' as time_ns)", "VARCHAR", "10:00:00"),
        ("[1, null]", "INTEGER[]", [1, None]),
        ("map {'a': 1}", "MAP(VARCHAR, INTEGER)", {"a": 1}),
        ("interval '-3 days'", "VARCHAR", "-3 days"),
    ],
)
def test_rare_types_are_published_as_text(places, value, kind, expected):
    warehouse, analytics, exports = places
    change(
        warehouse,
        f'create table marts.my_mart as select {value} as "the value"',
        "insert into marts.my_mart values (null)",
    )
    publish(*places)
    ((found, typed),) = read(
        analytics,
        'select any_value("the value"), any_value(typeof("the value")) '
        "from marts.my_mart",
    )
    assert typed == kind
    if expected is not None:
        assert found == expected
    file = f"'{exports}/my_mart.parquet'"
    assert duckdb.sql(f'select any_value("the value") from {file}').fetchall() == [
        (found,)
    ]


@pytest.mark.parametrize(
    "value, published",
    [("cast({'a': 1} as variant)", '{"a":1}'), ('cast(null as "null")', None)],
)
def test_rare_types_of_views_are_published_as_text(places, value, published):
    warehouse, analytics, _ = places
    change(warehouse, f"create view marts.my_mart as select {value} as odd")
    publish(*places)
    assert read(analytics, "select odd from marts.my_mart") == [(published,)]


def test_the_error_names_the_column_that_parquet_refuses(places, monkeypatch):
    warehouse, analytics, _ = places
    # This type is an example of a type that the code does not expect.
    monkeypatch.setattr(columns, "ODD", re.compile("(?!)"))
    change(
        warehouse,
        "create table marts.my_mart as "
        "select 1 as one, interval '-3 days' as \"my age\"",
    )
    with pytest.raises(PublishError, match="'my_mart', column 'my age', cannot be"):
        publish(*places)
    assert not analytics.exists()


def test_a_warehouse_without_marts_says_what_to_do(places):
    warehouse, _, _ = places
    change(warehouse, "drop schema marts cascade")
    with pytest.raises(PublishError, match="lacks marts to publish: run `dbt build`"):
        publish(*places)
