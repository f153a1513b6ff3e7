"""Months are built again only if their SQL changes."""

import shutil

import pytest

from tests.pipeline.conftest import copy
from tests.pipeline.project import ROOT

# The files that dbt needs, without built tables.
PARTS = ("ingest", "macros", "ml", "models", "seeds", "snapshots", "tests/dbt")
FILES = ("dbt_project.yml", "profiles.yml", "selectors.yml")
FEATURE = "doubled_order_count"


@pytest.fixture(scope="module")
def project(sample, tmp_path_factory):
    """Return a copy of the project, built, whose SQL a test may change."""
    folder = tmp_path_factory.mktemp("rules")
    project = copy(sample, folder / "built")
    project.root = folder / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, project.root / part)
    (project.root / "analyses").mkdir()
    for file in FILES:
        shutil.copy(ROOT / file, project.root)
    return project


def build(project, *selection):
    run = project.dbt("run", "--select", *selection)
    assert run.returncode == 0, run.stdout


def edit(project, file, *changes):
    path = project.root / file
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def count(project, table, condition="true"):
    return project.query(f"select count(*) from {table} where {condition}")[0][0]


def test_a_macro_that_makes_no_month_makes_none_again(project):
    edit(project, "macros/hooks/limit_duckdb.sql", ("{#", "{# Another comment."))
    build(
        project, "segmentation__int_month_hashes", "segmentation__int_months_to_build"
    )
    assert count(project, "intermediate.int_months_to_build") == 0


def test_a_new_feature_is_in_all_months_of_the_selection_that_builds_it(project):
    entry = f"""      - name: {FEATURE}
        description: Twice the orders.
        data_type: bigint
        config: {{meta: {{sql: 2 * order_count, unit: count}}}}
"""
    place = "      - name: profit_amount\n"
    declared = "models/features/_features__customer_features.yml"
    edit(project, declared, (place, entry + place))
    months = "features.customer_features_monthly"
    before = count(project, months)
    # Without a rebuild, the new column would be NULL in the kept months.
    refused = project.dbt("run", "--select", "segmentation__customer_features_monthly")
    assert refused.returncode != 0
    assert "cannot get a new column alone" in refused.stdout
    assert (
        "dbt build --full-refresh --select segmentation__int_months_to_build+"
        in refused.stdout
    )
    build(
        project,
        "segmentation__customer_features+",
        "--exclude",
        "segmentation__segment_model+",
        "tag:compare",
    )
    assert count(project, "features.customer_features", f"{FEATURE} > 0") > 0
    assert count(project, months, f"{FEATURE} = 2 * order_count") == before
