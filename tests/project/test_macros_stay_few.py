"""Macros are few, short and used, because readers of a query do not see their code."""

import re

import pytest

from tests.pipeline.project import ROOT

MOST_LINES = 1_500
MOST_LINES_OF_A_FILE = 120
# dbt itself calls these macros.
CALLED_BY_DBT = {"generate_alias_name", "generate_schema_name"}


@pytest.fixture(scope="module")
def macros():
    """Return the text of each file of macros."""
    return {path: path.read_text() for path in (ROOT / "macros").rglob("*.sql")}


def test_all_macros_together_have_at_most_1500_lines(macros):
    lines = sum(len(text.splitlines()) for text in macros.values())
    assert 0 < lines <= MOST_LINES


def test_no_file_of_macros_has_more_than_120_lines(macros):
    assert [
        path.name
        for path, text in macros.items()
        if len(text.splitlines()) > MOST_LINES_OF_A_FILE
    ] == []


def test_every_macro_is_called(macros):
    # Calls are found in the text: the graph of dbt misses nested calls and
    # materializations.
    rooms = ("models", "snapshots", "analyses", "tests/dbt")
    callers = [*macros.values(), (ROOT / "dbt_project.yml").read_text()]
    for room in rooms:
        for path in (ROOT / room).rglob("*.sql"):
            callers.append(path.read_text())
    calls = re.findall(r"(?<!macro )\b(\w+)\(", "\n".join(callers))
    names = re.findall(r"\bmacro (\w+)\(", "\n".join(macros.values()))
    assert names
    # dbt dispatches to macros of one engine, or calls them instead of those of the
    # adapter.
    own = {name for name in names if not name.startswith(("duckdb__", "spark__"))}
    assert own - {*calls} == CALLED_BY_DBT
