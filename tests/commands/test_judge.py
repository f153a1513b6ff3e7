"""Orders are judged by a plan as dbt judges them; without a plan, by dbt."""

import io
import json

import pytest
from rich.console import Console

from commands.findings import compiled, run_compiled
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
def plans(tmp_path_factory):
    """Keep plans in a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "PLANS", tmp_path_factory.mktemp("plans"))
        yield compiled.PLANS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return the files of orders by what they are."""
    folder = tmp_path_factory.mktemp("orders")
    for name, text in ORDERS.items():
        (folder / f"{name}.csv").write_text(HEADER + text)
    return {name: folder / f"{name}.csv" for name in ORDERS}


def judge(folder, path):
    """Judge a file; return what was said, and the tables, None where it stops."""
    console = Console(file=io.StringIO(), width=10_000)
    request = Request("orders", "customer_orders", str(path))
    warehouse = judging.judge(folder, request, open_request(request), console)
    return console.file.getvalue(), warehouse and tables(warehouse)


def tables(connection):
    """Return the columns and rows of every relation, clocks left out."""
    with connection:
        # In the order of their names: a contract of dbt has another than the SQL.
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
def by_dbt(plans, files, tmp_path_factory):
    """Return what dbt makes of each file, and leaves a plan of."""
    judged = {}
    for name, path in files.items():
        for kept in plans.iterdir():
            kept.unlink()
        judged[name] = judge(tmp_path_factory.mktemp(name), path)
    return judged


@pytest.fixture
def no_dbt(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("dbt was asked.")

    monkeypatch.setattr(judging, "run_dbt", refuse)


@pytest.mark.parametrize("name", ORDERS)
def test_a_plan_makes_what_dbt_makes_and_says_what_dbt_says(
    by_dbt, no_dbt, files, tmp_path, name
):
    said, made = judge(tmp_path, files[name])
    assert sorted(said.splitlines()) == sorted(by_dbt[name][0].splitlines())
    assert made == by_dbt[name][1]
    assert len(made["order_lines_judged"][1]) == ORDERS[name].count("\n")


def test_many_bytes_are_judged_on_the_disk(
    by_dbt, no_dbt, files, tmp_path, monkeypatch
):
    monkeypatch.setattr(run_compiled, "SMALL", 1)
    assert judge(tmp_path, files["bad"])[1] == by_dbt["bad"][1]
    assert (tmp_path / "check.duckdb").exists()


def test_a_plan_knows_nothing_of_the_orders_it_was_made_with(by_dbt, plans):
    (kept,) = plans.iterdir()
    assert "bad.csv" not in kept.read_text()
    assert "customer_orders" not in kept.read_text()


def test_a_step_that_fails_is_left_to_dbt(files, tmp_path, monkeypatch):
    broken = [{"kind": "table", "schema": "staging", "alias": "a", "sql": "select x"}]
    monkeypatch.setattr(judging, "read_plan", lambda path: broken)
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
        "kind": "test",
        "schema": "test_failures",
        "alias": "nothing_is_wrong",
        "sql": "select 1 as one from staging.order_lines",
        "severity": "ERROR",
        "fail_calc": "count(*)",
        "warn_if": "!= 0",
        "error_if": "> 1",
        "is_kept": False,
    }
    steps = compiled.read_plan(next(compiled.PLANS.iterdir()))
    monkeypatch.setattr(judging, "read_plan", lambda path: [*steps, failing])
    said, made = judge(tmp_path, files["good"])
    assert made is None
    assert said.strip() == "A test failed: 'nothing is wrong' does not hold in 2 cases."


def test_another_file_of_the_source_has_the_same_sql(by_dbt):
    asked = Request("orders", "customer_orders", "another.csv")
    assert compiled.read_plan(judging.path_of(asked))


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Return a folder that stands for the project."""
    monkeypatch.setattr(compiled, "ROOT", tmp_path)
    for folder in ("models/staging", "models/marts", "seeds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "models" / "staging" / "one.sql").write_text("select 1 as one")
    (tmp_path / "seeds" / "few.csv").write_text("one\n1\n")
    return tmp_path


def test_a_plan_counts_until_what_dbt_reads_changes(root):
    before = compiled.plan_path(["this"])
    (root / "seeds" / "few.csv").write_text("one\n2\n")
    assert compiled.plan_path(["this"]) == before
    assert compiled.plan_path(["that"]) != before
    (root / "models" / "marts" / "one.sql").write_text("select 2 as one")
    assert compiled.plan_path(["this"]) == before
    (root / "models" / "staging" / "one.sql").write_text("select 2 as one")
    assert compiled.plan_path(["this"]) != before


@pytest.mark.parametrize("kept", ["", "no JSON"])
def test_a_plan_that_cannot_be_read_is_none(tmp_path, kept):
    path = tmp_path / "plan.json"
    assert compiled.read_plan(path) is None
    path.write_text("{}")
    assert compiled.read_plan(path) is None
    path.write_text(kept)
    assert compiled.read_plan(path) is None


def test_sql_that_names_a_path_of_the_user_is_no_plan(tmp_path):
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
    compiled.keep_plan(tmp_path / "plan.json", tmp_path, ["/home/me/orders.csv", ""])
    assert not (tmp_path / "plan.json").exists()
    compiled.keep_plan(tmp_path / "plan.json", tmp_path, ["/home/you/orders.csv", ""])
    assert compiled.read_plan(tmp_path / "plan.json")[0]["sql"] == node["compiled_code"]
