"""Cached SQL judges orders as dbt does; if the cache is empty, dbt judges them."""

import io
import json

import pytest
from rich.console import Console

from commands.findings import compiled_sql, run_sql
from commands.findings import judge as judging
from ingest.opening.request import Request, open_request

HEADER = "order_id,customer_id,order_date,order_item_total_amount,order_status\n"
ORDERS = {
    "good": "1,a,2024-01-01 10:00:00,5,Complete\n2,b,2024-01-02 10:00:00,6,Complete\n",
    "bad": (
        "1,a,2024-01-01 10:00:00,x,Complete\n"
        "1,a,2024-01-01 10:00:00,7,Never heard of\n"
        "2,,2024-01-02 10:00:00,6,Complete\n"
        "3,c\n"
    ),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Let tests cache SQL in a temporary folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_sql, "CACHE", tmp_path_factory.mktemp("cache"))
        yield compiled_sql.CACHE


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return the files of orders by name."""
    folder = tmp_path_factory.mktemp("orders")
    for name, text in ORDERS.items():
        (folder / f"{name}.csv").write_text(HEADER + text)
    return {name: folder / f"{name}.csv" for name in ORDERS}


def judge(folder, path):
    """Judge a file; return messages and tables, or None if judging stops."""
    console = Console(file=io.StringIO(), soft_wrap=True, markup=False)
    request = Request("orders", "customer_orders", str(path))
    warehouse = judging.judge(folder, request, open_request(request), console)
    return console.file.getvalue(), warehouse and tables(warehouse)


def tables(connection):
    """Return columns and rows of every relation, without columns of build times."""
    with connection:
        # Columns are sorted by name, because a contract of dbt changes their order in
        # the SQL.
        relations = connection.execute(
            "select table_schema, table_name, list(column_name order by column_name) "
            "from information_schema.columns "
            "where table_schema in ('seeds', 'staging', 'intermediate') "
            "and column_name not in ('read_at', 'run_id') group by all"
        ).fetchall()
        return {
            name: (
                columns,
                connection.execute(
                    f'select {", ".join(columns)} from {schema}."{name}" order by all'
                ).fetchall(),
            )
            for schema, name, columns in relations
        }


@pytest.fixture(scope="module")
def by_dbt(cache, files, tmp_path_factory):
    """Return the tables that dbt makes from each file; fill the cache of SQL."""
    judged = {}
    for name, path in files.items():
        for kept in cache.iterdir():
            kept.unlink()
        judged[name] = judge(tmp_path_factory.mktemp(name), path)
    return judged


@pytest.fixture
def no_dbt(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("dbt was asked.")

    monkeypatch.setattr(judging, "run_dbt", refuse)


@pytest.mark.parametrize("name", ORDERS)
def test_cached_sql_makes_the_tables_and_messages_of_dbt(
    by_dbt, no_dbt, files, tmp_path, name
):
    said, made = judge(tmp_path, files[name])
    assert sorted(said.splitlines()) == sorted(by_dbt[name][0].splitlines())
    assert made == by_dbt[name][1]
    assert len(made["order_lines_judged"][1]) == ORDERS[name].count("\n")


def test_many_bytes_are_judged_on_the_disk(
    by_dbt, no_dbt, files, tmp_path, monkeypatch
):
    monkeypatch.setattr(run_sql, "MAX_IN_MEMORY", 1)
    assert judge(tmp_path, files["bad"])[1] == by_dbt["bad"][1]
    assert (tmp_path / "check.duckdb").exists()


def test_the_cache_holds_nothing_of_the_orders(by_dbt, cache):
    (kept,) = cache.iterdir()
    assert "bad.csv" not in kept.read_text()
    assert "customer_orders" not in kept.read_text()


def test_dbt_runs_where_cached_sql_fails(files, tmp_path, monkeypatch):
    broken = [
        {
            "schema": "staging",
            "alias": "a",
            "compiled_code": "select x",
            "config": {"materialized": "table"},
        }
    ]
    monkeypatch.setattr(judging, "read_steps", lambda path: broken)
    asked = []
    monkeypatch.setattr(
        judging, "run_dbt", lambda *words, **_: asked.append(words) or 1
    )
    assert judge(tmp_path, files["good"]) == ("", None)
    assert len(asked) == 1


def test_a_test_that_would_stop_a_build_stops(
    by_dbt, no_dbt, files, tmp_path, monkeypatch
):
    failing = {
        "name": "nothing_is_wrong",
        "schema": "test_failures",
        "alias": "nothing_is_wrong",
        "relation_name": None,
        "compiled_code": "select 1 as one from staging.order_lines",
        "config": {
            "materialized": "test",
            "severity": "ERROR",
            "fail_calc": "count(*)",
            "warn_if": "!= 0",
            "error_if": "> 1",
        },
    }
    steps = compiled_sql.read_steps(next(compiled_sql.CACHE.iterdir()))
    monkeypatch.setattr(judging, "read_steps", lambda path: [*steps, failing])
    said, made = judge(tmp_path, files["good"])
    assert made is None
    assert said.strip() == "A test failed: 'nothing is wrong' does not hold in 2 cases."


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a temporary folder that the commands use as the project."""
    monkeypatch.setattr(compiled_sql, "ROOT", tmp_path)
    for folder in ("models/staging", "models/marts", "seeds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "models" / "staging" / "one.sql").write_text("select 1 as one")
    (tmp_path / "seeds" / "few.csv").write_text("one\n1\n")
    return tmp_path


def test_the_cache_is_valid_until_a_file_that_dbt_reads_changes(root):
    before = compiled_sql.cache_path(["this"])
    (root / "seeds" / "few.csv").write_text("one\n2\n")
    assert compiled_sql.cache_path(["this"]) == before
    assert compiled_sql.cache_path(["that"]) != before
    (root / "models" / "marts" / "one.sql").write_text("select 2 as one")
    assert compiled_sql.cache_path(["this"]) == before
    (root / "models" / "staging" / "one.sql").write_text("select 2 as one")
    assert compiled_sql.cache_path(["this"]) != before


@pytest.mark.parametrize("kept", ["", "no JSON"])
def test_a_damaged_cache_file_is_ignored(tmp_path, kept):
    path = tmp_path / "steps.json"
    assert compiled_sql.read_steps(path) is None
    path.write_text("{}")
    assert compiled_sql.read_steps(path) is None
    path.write_text(kept)
    assert compiled_sql.read_steps(path) is None


def test_sql_with_a_path_of_the_user_is_not_cached(tmp_path):
    node = {
        "name": "one",
        "resource_type": "model",
        "schema": "staging",
        "alias": "one",
        "original_file_path": "models/staging/one.sql",
        "language": "sql",
        "compiled_code": "select '/home/me/orders.csv' as path",
        "config": {"materialized": "view"},
    }
    (tmp_path / "manifest.json").write_text(
        json.dumps(
            {"metadata": {"invocation_id": "run 1"}, "nodes": {"model.one": node}}
        )
    )
    results = {"results": [{"unique_id": "model.one"}]}
    (tmp_path / "run_results.json").write_text(json.dumps(results))
    cached = tmp_path / "steps.json"
    compiled_sql.write_steps(cached, tmp_path, ["/home/me/orders.csv", ""])
    assert not cached.exists()
    compiled_sql.write_steps(cached, tmp_path, ["/home/you/orders.csv", ""])
    assert compiled_sql.read_steps(cached)[0]["compiled_code"] == node["compiled_code"]
