"""Data tests that stop a build return rows with the right message."""

import duckdb
import pytest

from tests.pipeline.project import Project

SHARE = "rejected_share_of_lines_is_low"
CURRENCIES = "currencies_are_one"
CUSTOMERS = "customers_can_be_segmented"
UNCHANGED = "Nothing after staging was changed."


def compile_tests(folder, *arguments, **variables):
    """Return the SQL of the data tests by name."""
    project = Project(folder)
    names = ("test_name:rejected_share_is_low", CURRENCIES, CUSTOMERS)
    run = project.dbt("compile", *arguments, "--select", *names, variables=variables)
    assert run.returncode == 0, run.stdout
    compiled = project.folder / "target" / "compiled"
    return {path.stem: path.read_text() for path in compiled.rglob("*.sql")}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return compile_tests(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def emptied(tmp_path_factory):
    return compile_tests(tmp_path_factory.mktemp("emptied"), "--empty", n_segments=3)


def ask(sql, lines=(), customers=0, sources=1):
    """Return the failing rows for lines of (verdict, reasons, currency)."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as warehouse")
        # With --empty, the warehouse of dbt is in memory, and `memory` is its name.
        for database in ("warehouse", "memory"):
            connection.execute(
                f"""
                create schema {database}.staging;
                create schema {database}.features;
                create table {database}.staging.order_lines_judged (
                    verdict varchar, reasons varchar[], currency varchar
                );
                create table {database}.features.customer_encoder_inputs (
                    customer_id varchar
                );
                create table {database}.staging.order_source as
                select 'sample' as source_name from range({sources});
                """
            )
        if lines:
            connection.executemany(
                "insert into warehouse.staging.order_lines_judged values (?, ?, ?)",
                [list(line) for line in lines],
            )
        connection.execute(
            "insert into warehouse.features.customer_encoder_inputs "
            "select 'c' || i from range($customers) as t(i)",
            {"customers": customers},
        )
        found = connection.sql(sql)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def judged(accepted, rejected=(), excluded=0, currency="EUR"):
    """Return lines. `rejected` has the reasons of each rejected line."""
    return [
        *[("accepted", [], currency)] * accepted,
        *[("rejected", reasons, None) for reasons in rejected],
        *[("excluded", ["customer_left_out"], None)] * excluded,
        ("duplicate", [], currency),
    ]


@pytest.mark.parametrize("rejected", [0, 1])
def test_few_rejected_lines_pass(plain, rejected):
    assert ask(plain[SHARE], judged(99, [["a"]] * rejected)) == []


def test_more_of_them_warn_with_the_most_frequent_reason(plain):
    rejected = [["b", "a"], ["b"], ["c", "a"], ["a"]]
    assert ask(plain[SHARE], judged(1_996, rejected * 10)) == [
        {
            "severity": 1,
            "rejected_lines": 40,
            "judged_lines": 2_036,
            "rejected_share": 40 / 2_036,
            "first_reason": "a",
            "message": "40 of 2,036 lines were rejected (2.0 %), most often as a. "
            "See staging.order_line_rejects.",
        }
    ]


def test_too_many_of_them_stop(plain):
    (row,) = ask(plain[SHARE], judged(1, [["a"]]))
    assert row["severity"] == 2
    assert row["message"] == (
        "1 of 2 lines were rejected (50.0 %), most often as a. See staging."
        f"order_line_rejects. The limit is reject_error_ratio = 0.05. {UNCHANGED}"
    )


def test_before_any_line_was_read_nothing_is_wrong(plain):
    assert ask(plain[SHARE], sources=0) == []
    assert ask(plain[CUSTOMERS], sources=0) == []


def test_lines_that_are_all_left_out_are_none(plain):
    (row,) = ask(plain[SHARE], judged(0, excluded=1_000)[:-1])
    assert row["severity"] == 2
    assert row["message"].startswith("All 1,000 lines are excluded by ")
    assert UNCHANGED in row["message"]


def test_whoever_lets_all_be_rejected_gets_them(tmp_path):
    ratios = {"reject_warn_ratio": 1, "reject_error_ratio": 1}
    sql = compile_tests(tmp_path, **ratios)[SHARE]
    assert ask(sql, judged(0, [["a"]])) == []


def test_each_of_several_currencies_is_a_row_of_the_same_sentence(plain):
    lines = judged(2) + judged(3, currency="USD") + judged(1, currency=None)
    rows = ask(plain[CURRENCIES], lines)
    assert sorted((row["currency"], row["lines"]) for row in rows) == [
        ("EUR", 2),
        ("USD", 3),
    ]
    (message,) = {row["message"] for row in rows}
    assert "several currencies: USD, EUR" in message
    assert UNCHANGED in message


def test_one_currency_or_none_passes(plain):
    lines = judged(2) + judged(2, [["a"]], currency=None)
    assert ask(plain[CURRENCIES], lines) == []
    assert ask(plain[CURRENCIES]) == []


def test_somebody_is_enough_to_be_segmented(plain):
    assert ask(plain[CUSTOMERS], customers=1) == []
    ((customers, wanted, message),) = [row.values() for row in ask(plain[CUSTOMERS])]
    assert (customers, wanted) == (0, 1)
    assert message.startswith("No customer has a counted order. ")
    assert "intermediate.int_statuses_mapped" in message


@pytest.mark.parametrize("name", [SHARE, CURRENCIES, CUSTOMERS])
def test_tables_that_are_to_be_empty_pass(emptied, name):
    assert ask(emptied[name]) == []
