"""The examples of docs/extend.md work as the page shows them."""

import re
import shutil
from dataclasses import fields

import numpy as np
import pytest
import yaml

from ml.customers.customers import Customers
from ml.evaluation import comparison
from ml.evaluation import segmentation_methods as methods
from ml.segments.feature_words import FeatureWords
from ml.segments.naming import describe, name_segments
from ml.segments.profiles import Measure, Profile
from tests.commands.test_check import check, table
from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT, Project
from tests.pipeline.test_rules import FILES, PARTS

PAGE = (ROOT / "docs" / "extend.md").read_text("utf-8")


def blocks(heading: str) -> list[str]:
    """Return the blocks of code of a section."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```\w+\n(.*?)^```", section, re.S | re.M)


def test_the_feature_is_a_column_that_the_encoder_sees(sample, tmp_path):
    project = copy(sample, tmp_path / "built")
    declaration, _ = blocks("A feature")
    own = yaml.safe_load(declaration)["vars"]["customer_segmentation"]
    tables = ("int_customer_totals", "customer_features", "customer_encoder_inputs")
    models = [f"segmentation__{one}" for one in tables]
    run = project.dbt("run", "--select", *models, variables=own)
    assert run.returncode == 0, run.stdout
    expected = (
        "select customer_id, avg(cast(hour(ordered_at) < 12 as integer)) "
        "from marts.orders where is_counted and not is_return "
        "group by customer_id order by customer_id"
    )
    for name in tables[1:]:
        found = (
            f"select customer_id, morning_order_rate from features.{name} "
            "where morning_order_rate is not null order by customer_id"
        )
        assert project.query(found) == project.query(expected)


def test_the_source_block_reads_the_file(tmp_path):
    file, block = blocks("A source")
    (tmp_path / "till.csv").write_text(file, "utf-8")
    (tmp_path / "till.yml").write_text(block, "utf-8")
    settings = {"SOURCE": "till", "SOURCES_PATH": tmp_path}
    project = Project(tmp_path)
    status, said, _ = check(project, ORDERS=tmp_path / "till.csv", **settings)
    assert status == 0
    assert "currency | = EUR" in table(said, "column")
    verdicts = {row.split(" | ")[0]: row for row in table(said, "verdict")}
    assert "3" in verdicts["accepted"]
    assert "customer_id_missing | 1" in verdicts["excluded"]
    assert "void | cancelled" in said.replace("    ", " | ")


def test_the_clustering_method_is_compared_and_finds_planted_groups(monkeypatch):
    (code,) = blocks("A clustering method")
    known = dict(methods.SEGMENTATION_METHODS)
    monkeypatch.setattr(comparison, "SEGMENTATION_METHODS", {})
    monkeypatch.setattr(methods, "SEGMENTATION_METHODS", methods_found := {})
    exec(code, vars(methods).copy())
    assert [*methods_found] == ["BIRCH"]
    assert not {*methods_found} & {*known}
    comparison.SEGMENTATION_METHODS |= methods_found
    level = np.repeat([1.0, 10.0, 100.0], 40)
    level *= np.random.default_rng(5).uniform(0.9, 1.1, len(level))
    markets = np.repeat(np.array(["Europe"], object), len(level))
    numbers = {"recency_days": level}
    customers = Customers(numbers, {"market": markets}, level)
    (row,) = comparison.compare_methods(customers, customers, customers, 3, seed=1)
    assert row["method"] == "BIRCH"
    assert row["note"] is None
    assert (row["n_segments"], row["smallest_share"]) == (3, pytest.approx(1 / 3))
    assert row["value_explained"] > 0.9


@pytest.fixture(scope="module")
def clone(sample, tmp_path_factory):
    """Return a copy of the project and its build that a test may change."""
    folder = tmp_path_factory.mktemp("extended")
    project = copy(sample, folder / "built")
    project.root = folder / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, project.root / part)
    for file in FILES:
        shutil.copy(ROOT / file, project.root)
    return project


def own_feature() -> dict:
    """Return the page's example of a feature as a value of the var `features`."""
    written = yaml.safe_load(blocks("A feature")[0])
    return written["vars"]["customer_segmentation"]["features"]


@pytest.mark.long
def test_a_feature_of_the_var_is_in_every_table_and_the_model_sees_it(clone):
    (feature,) = own_feature()
    test = clone.root / "tests" / "dbt" / "morning_orders_are_a_share.sql"
    test.write_text(blocks("A feature")[1])
    run = clone.dbt(variables={"features": own_feature()})
    assert run.returncode == 0, run.stdout
    assert "PASS morning_orders_are_a_share" in run.stdout
    expected = (
        "select customer_id, count(*) filter (hour(ordered_at) < 12) / count(*) from "
        "intermediate.int_orders_dated where is_purchase {} group by all order by all"
    )
    for relation, until in (
        ("features.customer_features", ""),
        ("marts.customers", ""),
        (
            "features.customer_features_monthly where month = '2025-06-01'",
            "and ordered_at < '2025-07-01'",
        ),
    ):
        found = f"select customer_id, {feature} from (from {relation}) "
        found += f"where {feature} is not null order by all"
        assert clone.query(found) == clone.query(expected.format(until))
    assert clone.query(
        "select list_contains(feature_names, $$morning_order_rate$$), "
        "previous_version is not null from segmentation.segment_model"
    ) == [(True, True)]
    assert clone.query(
        "select null_meaning, calculation from features.feature_catalogue where is_own"
    ) == [("without a purchase.", "morning_order_count / order_count")]


def test_names_of_segments_say_the_words_of_an_own_feature():
    (feature,) = own_feature()
    known = {one.name for one in fields(FeatureWords)}
    entry = own_feature()[feature]
    words = FeatureWords(**{key: entry[key] for key in known & entry.keys()})
    measures = [
        {feature: Measure(mean, 0.4, difference=mean - 0.4, words=words)}
        for mean in (0.05, 0.8)
    ]
    said = [*map(Profile, measures)]
    assert name_segments(said) == [
        "Average, evening shoppers",
        "Average, morning shoppers",
    ]
    assert describe(said[1]) == "80% of orders before noon (average 40%)."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "'morning_order_rate': there is no key 'colour'"),
        ({"unit": "percent"}, "'morning_order_rate': unit is one of amount, "),
        ({"description": ""}, "'morning_order_rate': it needs a description"),
        (
            {"totals": {"order_count": {}}},
            "'order_count': the name is taken",
        ),
        (
            {"totals": {"morning_order_count": {"where": "no_such_column < 12"}}},
            "morning_order_count",
        ),
    ],
)
def test_what_is_wrong_with_an_own_feature_is_said_by_its_name(clone, change, said):
    (feature,) = own_feature()
    features = {feature: {**own_feature()[feature], **change}}
    run = clone.dbt(
        *("run", "--select", "segmentation__int_customer_totals"),
        variables={"features": features},
    )
    assert run.returncode != 0
    assert said in " ".join(run.stdout.split())
    assert "Traceback" not in run.stdout


@pytest.mark.parametrize("name", ["recency_days", "segment_id", "Morning"])
def test_a_feature_has_a_name_of_its_own(clone, name):
    (entry,) = own_feature().values()
    run = clone.dbt(
        *("run", "--select", "segmentation__int_customer_totals"),
        variables={"features": {name: entry}},
    )
    assert run.returncode != 0
    assert f"The var features, '{name}': " in " ".join(run.stdout.split())


def test_the_mart_builds_and_passes_its_tests(clone):
    marts = clone.root / "models" / "marts"
    model, description = blocks("A mart")
    (marts / "segmentation__shipping_times.sql").write_text(model)
    (marts / "_marts__shipping_times.yml").write_text(description)
    run = clone.dbt("build", "--select", "segmentation__shipping_times")
    assert run.returncode == 0, run.stdout
    expected = (
        "select shipping_mode, count(*), avg(shipping_days) from marts.orders "
        "where is_counted group by all order by all"
    )
    assert clone.query("from marts.shipping_times order by all") == [
        (mode, orders, pytest.approx(days))
        for mode, orders, days in clone.query(expected)
    ]
