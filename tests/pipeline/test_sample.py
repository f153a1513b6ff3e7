"""`make build` of the bundled sample prints and publishes the right numbers."""

import csv
import json

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import cross_val_score

from bi.publishing.local.database import REQUIRED_MARTS
from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT, Project


def read_truth():
    with (ROOT / "tests/truth/sample_personas.csv").open() as file:
        return {row["customer_id"]: row["persona"] for row in csv.DictReader(file)}


def test_the_segments_are_printed_with_where_to_look_next(sample):
    printed = sample.run.stdout
    segments = sample.query(
        "select segment_id, segment_name, customers, suggested_action"
        " from marts.segments"
    )
    for number, name, customers, action in segments:
        line = next(line for line in printed.splitlines() if name in line)
        assert line.split()[0] == str(number)
        assert f"{customers:,}" in line
        assert action.split()[0] in line
    for path in (sample.report, sample.analytics, sample.exports):
        assert path.exists()
        assert str(path) in printed


def test_every_line_has_one_verdict(sample):
    # The header is line 1, and the file ends with a line end.
    lines = len((ROOT / "seeds/sample_orders.csv").read_text().splitlines()) - 1
    assert sample.query(
        "select count(*), count(distinct line_number), min(line_number),"
        " max(line_number) from staging.order_lines_judged where verdict is not null"
    ) == [(lines, lines, 2, lines + 1)]


def test_four_segments_are_found_and_they_are_the_planted_personas(sample):
    found = dict(
        sample.query(
            "select customer_id, segment_id from segmentation.customer_segments"
        )
    )
    truth = read_truth()
    customers = sorted(found)
    score = adjusted_rand_score(
        [truth[name] for name in customers], [found[name] for name in customers]
    )
    assert set(found.values()) == {0, 1, 2, 3}
    assert score >= 0.95


def test_the_features_tell_the_personas_apart(sample):
    truth = read_truth()
    numbers = ", ".join(
        name
        for (name,) in sample.query(
            "select column_name from duckdb_columns() where schema_name = 'features'"
            " and table_name = 'customer_features' and numeric_precision is not null"
        )
    )
    rows = sample.query(
        f"select customer_id, {numbers} from features.customer_features"
        " order by customer_id"
    )
    features = np.array([row[1:] for row in rows], dtype=float)
    assert features.shape[1] >= 20
    accuracy = cross_val_score(
        ExtraTreesClassifier(200, random_state=0),
        np.nan_to_num(features, nan=-1.0),
        [truth[row[0]] for row in rows],
        cv=5,
    )
    assert accuracy.mean() >= 0.98


def test_a_second_build_needs_neither_tensorflow_nor_keras(sample, tmp_path):
    project = copy(sample, tmp_path / "again")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for package in ("tensorflow", "keras"):
        (hidden / f"{package}.py").write_text(f"raise ImportError('no {package}')")
    run = project.build(PYTHONPATH=hidden)
    assert run.returncode == 0, run.stderr
    first, second = sample.tables(), project.tables()
    different = {name for name in first if first[name] != second[name]}
    # Each run adds rows to this table.
    assert different == {"marts.data_quality"}


def test_two_builds_from_scratch_are_equal(sample, tmp_path):
    project = Project(tmp_path)
    assert project.build().returncode == 0
    first, second = sample.tables(), project.tables()
    assert first.keys() == second.keys()
    assert len(first) > 20
    different = [name for name in first if first[name] != second[name]]
    assert different == []
    assert project.report.read_text().count("<svg") > 0


def test_what_is_published_is_what_the_warehouse_holds(sample):
    manifest = json.loads((sample.exports / "manifest.json").read_text())
    for table, rows in manifest["rows"].items():
        query = "select * from {} order by all"
        expected = sample.query(query.format(f"marts.{table}"))
        assert len(expected) == rows
        published = sample.query(query.format(f"marts.{table}"), sample.analytics)
        assert published == expected
        parquet = f"'{sample.exports}/{table}.parquet'"
        assert sample.query(query.format(parquet)) == expected


def test_every_published_table_and_column_is_described(sample):
    described = sample.query(
        "select table_name, '', comment from duckdb_tables()"
        " where schema_name = 'marts' union all"
        " select table_name, column_name, comment from duckdb_columns()"
        " where schema_name = 'marts'",
        sample.analytics,
    )
    assert {name for name, _, _ in described} == set(REQUIRED_MARTS)
    assert [row for row in described if not (row[2] or "").strip()] == []
