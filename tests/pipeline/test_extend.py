"""The examples of docs/extend.md work as the page shows them."""

import re
import shutil

import numpy as np
import pytest
import yaml

from ml.evaluation import segmentation_methods as methods
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
    verdicts = {row.split(" | ")[0]: row for row in table(said, "verdict")}
    assert "3" in verdicts["accepted"]
    assert "customer_id_missing | 1" in verdicts["excluded"]
    assert "void | cancelled" in said.replace("    ", " | ")


def test_the_clustering_method_finds_planted_groups():
    code, entry = blocks("A clustering method")
    assert isinstance(methods.SEGMENTATION_METHODS, dict)
    namespace = vars(methods).copy()
    exec(code, namespace)
    ((_, birch),) = eval(f"{{{entry}}}", namespace).items()
    level = np.repeat([1.0, 10.0, 100.0], 40)
    level *= np.random.default_rng(5).uniform(0.9, 1.1, len(level))
    markets = np.repeat(np.array(["Europe"], object), len(level))
    numbers = {"recency_days": level}
    customers = methods.Customers(numbers, {"market": markets}, level)
    labels = birch(methods.SegmentationTask(customers, customers.take(slice(0)), 3, 1))
    assert [len(set(labels[start : start + 40])) for start in (0, 40, 80)] == [1, 1, 1]
    assert len(set(labels)) == 3


def test_the_mart_builds_and_passes_its_tests(sample, tmp_path):
    project = copy(sample, tmp_path / "built")
    project.root = tmp_path / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, project.root / part)
    for file in FILES:
        shutil.copy(ROOT / file, project.root)
    marts = project.root / "models" / "marts"
    model, description = blocks("A mart")
    (marts / "segmentation__shipping_times.sql").write_text(model)
    (marts / "_marts__shipping_times.yml").write_text(description)
    run = project.dbt("build", "--select", "segmentation__shipping_times")
    assert run.returncode == 0, run.stdout
    expected = (
        "select shipping_mode, count(*), avg(shipping_days) from marts.orders "
        "where is_counted group by all order by all"
    )
    assert project.query("from marts.shipping_times order by all") == [
        (mode, orders, pytest.approx(days))
        for mode, orders, days in project.query(expected)
    ]
