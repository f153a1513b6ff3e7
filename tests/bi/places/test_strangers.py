"""What a person has put into our places is named and stays."""

import pytest

from commands import build, compare
from tests.bi.places.makers import make_database, text
from tests.bi.places.tree import tree


def test_a_database_with_tables_of_our_names_is_refused(home, refused):
    make_database(
        home / "warehouse.duckdb",
        "create schema marts; create table marts.customers as select 'Ann' as name",
    )
    said = refused(home)
    assert "WAREHOUSE_PATH" in said and "'marts.customers'" in said


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("create table mine as select 1", "main.mine"),
        ("create table marts.mine as select 1", "marts.mine"),
        ("create view marts.mine as select 1", "marts.mine"),
        ("create schema me; create view me.mine as select 1", "me.mine"),
        ("create macro mine(a) as a + 1", "main.mine"),
        ("create sequence mine", "main.mine"),
        ("create type mine as enum ('a')", "main.mine"),
    ],
)
def test_what_a_person_made_in_the_published_database_is_named(
    published, refused, sql, name
):
    make_database(published / "analytics.duckdb", sql)
    said = refused(published)
    assert "ANALYTICS_PATH" in said and f"holds '{name}'" in said


@pytest.mark.parametrize("name", ["notes.txt", "mine.parquet", "orders.parquet/a.txt"])
def test_a_file_in_the_published_folder_is_named(published, refused, name):
    if "/" in name:
        (published / "exports" / "orders.parquet").unlink()
    text(published / "exports" / name)
    said = refused(published)
    assert "EXPORTS_PATH" in said and f"holds '{name.split('/')[0]}'" in said


def test_places_of_ours_are_fine(published, monkeypatch):
    steps = []
    monkeypatch.setattr(build, "run_dbt", lambda *words: steps.append("dbt") or 0)
    for step in ("publish", "write_report", "print_summary"):
        monkeypatch.setattr(build, step, lambda *words: steps.append(words))
    # Systems put such a file into a folder that a person has looked at.
    (published / "exports" / ".DS_Store").touch()
    (published / "exports" / "._orders.parquet").write_text("who has looked")
    assert build.main() == 0
    assert len(steps) == 4


def test_other_commands_that_build_refuse_a_foreign_warehouse(home, capsys):
    text(home / "warehouse.duckdb")
    before = tree(home)
    assert compare.main() == 1
    assert "WAREHOUSE_PATH names" in capsys.readouterr().err
    assert tree(home) == before


def test_a_first_build_that_was_killed_goes_on(home, monkeypatch):
    make_database(
        home / "warehouse.duckdb",
        "create schema marts; create view marts.orders as select 1 as a where false",
    )
    monkeypatch.setattr(build, "run_dbt", lambda *words: 2)
    assert build.main() == 2
    make_database(
        home / "warehouse.duckdb",
        "create schema staging; create table staging.order_files (fingerprint text);"
        " create table marts.customers as select 1 as customer_id",
    )
    assert build.main() == 2


def test_a_database_with_other_tables_may_be_the_warehouse(home, monkeypatch):
    make_database(home / "warehouse.duckdb")
    monkeypatch.setattr(build, "run_dbt", lambda *words: 2)
    assert build.main() == 2
