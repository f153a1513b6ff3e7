"""`make compare` prints whole tables, counts and what has changed."""

import io
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest

from commands import compare
from commands.compare import SHIPPED, compare_runs
from ml.evaluation.comparison_table import ALGORITHM_COMPARISON_SCHEMA
from ml.evaluation.segmentation_methods import SEGMENTATION_METHODS


def row(method, run, **measures):
    """Return a row whose figures are as wide as they can be."""
    filled = {
        name: -0.1234
        for name in ALGORITHM_COMPARISON_SCHEMA.names
        if ALGORITHM_COMPARISON_SCHEMA.field(name).type == pa.float64()
    }
    filled |= {
        "method": method,
        "value_explained": 0.1234,
        "n_segments": 125,
        "customers": 5000,
        "smallest_share": 1.0,
        "noise_share": 1.0,
        "source_name": "shop",
        "model_version": "v1",
        "recipe_version": 1,
        "comparison_id": run,
        "compared_at": datetime(2025, 5, 5, 12, tzinfo=UTC),
        "as_of_date": date(2025, 5, 1),
        **dict.fromkeys(("value_verdict", "gini_verdict"), "loses"),
    }
    if method == SHIPPED:
        filled |= {name: None for name in filled if "_difference_" in name}
        filled |= {"value_verdict": None, "gini_verdict": None}
    return filled | measures


@pytest.fixture
def show(tmp_path, monkeypatch):
    """Return a function that fills a warehouse and returns what is printed."""
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("COLUMNS", "80")

    def fill_and_show(rows, earlier=()):
        with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
            connection.execute("create schema segmentation")
            for name, part in (("", rows), ("_history", [*earlier, *rows])):
                table = pa.Table.from_pylist(part, ALGORITHM_COMPARISON_SCHEMA)
                connection.register("filled", table)
                connection.execute(
                    f"create table segmentation.algorithm_comparison{name} as "
                    "from filled"
                )
        printed = io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", printed)
            compare.show()
        return printed.getvalue()

    return fill_and_show


def test_every_table_is_whole_in_80_columns(show):
    printed = show([row(name, "now") for name in SEGMENTATION_METHODS])
    assert max(map(len, printed.splitlines())) <= 80
    assert "…" not in printed
    lines = [line.rstrip() for line in printed.splitlines()]
    for name in SEGMENTATION_METHODS:
        figures = " 125 0.123 -0.123 -0.123 loses -0.123 -0.123 -0.123 loses"
        if name == SHIPPED:
            figures = " 125 0.123"
        assert sum(line.startswith(f"{name:<23}{figures}") for line in lines) == 1
        shape = f"{name:<23} 125 -0.12   -0.12      -0.12   100.0%  100%"
        assert shape in lines


def test_wins_ties_and_losses_are_counted_without_adjectives(show):
    rows = [
        row(SHIPPED, "now"),
        row("A", "now", value_verdict="wins"),
        row("B", "now", value_verdict="ties", gini_verdict="wins"),
    ]
    printed = show(rows)
    assert (
        "By value, what ships wins against 1 of 2 methods, ties with 1 and loses to 0."
        in printed
    )
    assert (
        "By gini, what ships wins against 1 of 2 methods, ties with 0 and loses to 1."
        in printed
    )


def test_a_method_that_failed_is_named_with_its_reason(show):
    empty = {
        name: None
        for name in ALGORITHM_COMPARISON_SCHEMA.names
        if ALGORITHM_COMPARISON_SCHEMA.field(name).type == pa.float64()
    }
    failed = row(
        "A", "now", **empty, n_segments=None, value_verdict=None, note="no [/]"
    )
    failed["gini_verdict"] = None
    printed = show([row(SHIPPED, "now"), failed])
    assert "A failed: no [/]." in printed
    assert "Nothing is won or lost" in printed


def test_no_table_is_printed_of_nobody(show):
    assert show([]) == ""


def test_the_last_run_with_other_results_of_the_source_is_compared(show):
    def earlier(run, day, gini, source="shop"):
        return row(
            SHIPPED, run, source_name=source, value_explained=0.25, gini=gini
        ) | {"compared_at": datetime(2025, 1, day, 12, tzinfo=UTC)}

    printed = show(
        [row(SHIPPED, "now", value_explained=0.5, gini=0.75)],
        [
            earlier("first", 1, 0.1),
            earlier("last", 3, 0.3),
            earlier("second", 2, 0.2),
            earlier("other", 4, 0.4, source="other shop"),
        ],
    )
    assert (
        "What ships on 2025-01-03, for customers as of 2025-05-01: value 0.250, gini "
        "0.300. Now: value 0.500, gini 0.750."
    ) in " ".join(printed.split())


def test_a_first_run_has_nothing_to_compare_with():
    assert compare_runs([(date(2025, 1, 1), date(2025, 1, 1), 0.5, 0.5)]) == [
        "No earlier comparison of this source has other results."
    ]


def test_a_run_without_later_sales_has_no_change():
    runs = [(date(2025, 1, 1), date(2025, 1, 1), *one) for one in ((1, 1), (None, 1))]
    assert compare_runs(runs) == []
