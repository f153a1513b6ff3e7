"""Benchmark of speed: all tools give equal results, new sections replace old ones."""

import json
import sys

import duckdb
import pytest

from benchmarks.builds import DATA_LAYER, build, read_seconds
from benchmarks.processes import run
from benchmarks.rivals import environment
from benchmarks.speed import selection
from benchmarks.speed.agreement import DisagreementError, compare_features
from benchmarks.speed.files import generate, write_day_after
from benchmarks.speed.request import Request
from benchmarks.speed.results import put_section, read_sections


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with orders, a warehouse, and features computed by pandas."""
    folder = tmp_path_factory.mktemp("speed")
    orders = generate(folder, 4_000).rename(folder / "orders.parquet")
    built = build(folder / "here.duckdb", orders, *DATA_LAYER)
    assert 0 < built.sql_seconds < built.process.seconds
    measure(folder, sys.executable, "in_pandas", "pandas.parquet")
    return folder


def measure(folder, python, name, target):
    """Compute the data layer with another tool; return the JSON that it prints."""
    said, process = environment.measure(
        *(python, "-m", f"benchmarks.rivals.{name}"),
        *(folder / "orders.parquet", folder / target),
    )
    assert 0 < said["seconds"] < process.seconds


def query(folder, sql):
    return duckdb.execute(sql.format(folder=folder)).fetchall()


def test_pandas_finds_the_features_of_the_warehouse(folder):
    said = compare_features(folder / "here.duckdb", folder / "pandas.parquet")
    assert "476 customers" in said


def test_polars_finds_the_features_of_the_warehouse(folder):
    if not environment.is_installed():
        pytest.skip("Polars is absent: `make bench` installs it")
    measure(folder, environment.PYTHON, "in_polars", "polars.parquet")
    said = compare_features(folder / "here.duckdb", folder / "polars.parquet")
    assert "476 customers" in said


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("* replace (clv_amount + 0.0001 as clv_amount)", "'clv_amount': 476"),
        ("* replace (null as tenure_days)", "'tenure_days': 4"),
        ("* replace (customer_id || '!' as customer_id)", "0 customers in both"),
    ],
)
def test_another_number_is_a_disagreement(folder, tmp_path, change, found):
    changed = tmp_path / "changed.parquet"
    query(
        folder,
        f"copy (select {change} from '{{folder}}/pandas.parquet') to '{changed}'",
    )
    with pytest.raises(DisagreementError, match=found):
        compare_features(folder / "here.duckdb", changed)


def test_the_floor_has_every_order(folder):
    measure(folder, sys.executable, "floor", "floor.duckdb")
    with duckdb.connect(str(folder / "floor.duckdb"), read_only=True) as floor:
        ((orders,),) = floor.execute(
            "select count(distinct order_key) from orders"
        ).fetchall()
    assert query(
        folder,
        "select count(*) from (select distinct customer_id, order_id"
        " from '{folder}/orders.parquet')",
    ) == [(orders,)]


def test_the_day_after_has_new_lines_only(folder):
    write_day_after(folder / "orders.parquet", folder / "later.parquet", share=50)
    assert query(
        folder,
        "select count(*) between 20 and 200, min(cast(ordered_at as date))"
        " = (select max(try_cast(ordered_at as date)) + 1"
        " from '{folder}/orders.parquet')"
        " from '{folder}/later.parquet' where order_line_id not in"
        " (select order_line_id from '{folder}/orders.parquet')",
    ) == [(True, True)]


def test_tables_made_at_once_count_once_and_training_not_at_all(tmp_path):
    def result(name, start, end):
        moments = [f"2026-01-01T00:00:{second:02}Z" for second in (start, end)]
        times = dict(zip(("started_at", "completed_at"), moments, strict=True))
        return {"unique_id": name, "timing": [{"name": "execute", **times}]}

    results = [
        result("model.project.segmentation__int_orders_aggregated", 0, 4),
        result("model.project.segmentation__int_as_of_dates", 2, 6),
        result("model.project.segmentation__segment_model", 6, 30),
        result("test.project.something_holds", 30, 40),
        result("model.project.segmentation__customer_features", 40, 41),
    ]
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}))
    assert read_seconds(tmp_path) == 7


def test_peak_memory_is_that_of_the_command():
    mine = bytearray(300_000_000)
    small = run(sys.executable, "-c", "print('small')")
    large = run(sys.executable, "-c", "bytearray(b'1' * 150_000_000)")
    assert small.output == "small\n"
    assert small.peak_megabytes < 100 < large.peak_megabytes < len(mine) / 2**20 + 100


def test_a_section_replaces_itself_and_keeps_the_others(tmp_path):
    path, order = tmp_path / "RESULTS.md", ["One", "Two"]
    for title, text in (("Two", "### Of two\n\n2"), ("One", "1"), ("Two", "two")):
        put_section(path, title, text, order)
    assert path.read_text().startswith("# Speed and memory\n")
    sections = read_sections(path)
    assert [*sections] == order
    assert [text.strip() for text in sections.values()] == ["1", "two"]


@pytest.mark.long
def test_the_section_about_the_choice_of_k_measures_the_sample(tmp_path, monkeypatch):
    monkeypatch.setattr(selection, "NAMES", {"sample": "the sample"})
    lines = [*selection.measure_selection(tmp_path, Request(10_000, 1))]
    assert lines[-1].startswith("| 1,987 of the sample |")
