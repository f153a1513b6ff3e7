"""A project that uses this one as a package also builds our marts."""

import json

import duckdb
import pytest
import yaml

from tests.package.host import Host, install
from tests.pipeline.project import Project
from tests.pipeline.test_extend import blocks, own_feature

MARTS = (
    "customers",
    "orders",
    "segments",
    "segment_performance",
    "segment_migrations",
    "segment_forecasts",
    "total_forecasts",
)
BLOCK = """
currency: EUR
columns:
  order_line_id: order_line_id
  order_id: order_id
  customer_id: customer_id
  ordered_at: ordered_at
  order_status: order_status
  product: product
  quantity: quantity
  sales_amount: sales_amount
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    return install(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def host(tmp_path_factory, installed):
    """Return the example after two builds."""
    host = Host(tmp_path_factory.mktemp("somewhere") / "host", installed)
    run = host.dbt("deps")
    assert run.returncode == 0, run.stdout
    host.runs = [host.dbt("build") for _ in range(2)]
    return host


def marts(query):
    """Return the rows of our marts by name."""
    return {name: query(f"select * from marts.{name} order by all") for name in MARTS}


def test_a_plain_build_works_once_and_once_more(host):
    for run in host.runs:
        assert run.returncode == 0, run.stdout
        assert "WARN=0 ERROR=0 SKIP=0" in run.stdout
        assert "[WARNING]" not in run.stdout


def test_its_own_customers_stay_and_are_used(host):
    assert host.query("select count(*) from main.customers") == [(150,)]
    columns = host.query("select column_name from (describe main.customers)")
    assert columns == [("customer_id",), ("since",)]
    ((called, named),) = host.query(
        "select count(*), count(segment_name) from main.customers_to_call"
    )
    # One customer has only a cancelled order.
    assert (called, named) == (150, 149)
    manifest = json.loads((host.folder / "target" / "manifest.json").read_text())
    lines = manifest["nodes"]["model.customer_segmentation.segmentation__order_lines"]
    assert lines["depends_on"]["nodes"] == ["model.shop.fct_order_lines"]
    called = manifest["nodes"]["model.shop.customers_to_call"]["depends_on"]["nodes"]
    assert "model.shop.customers" in called


def test_nothing_that_is_for_this_project_alone_ran(host):
    results = json.loads((host.folder / "target" / "run_results.json").read_text())
    names = [one["unique_id"] for one in results["results"]]
    assert len(names) > 200
    assert [
        name
        for name in names
        if name.startswith(("unit_test.", "saved_query.", "exposure."))
        or "backtest" in name
        or "algorithm_comparison" in name
    ] == []


def test_the_marts_are_those_of_a_build_of_the_same_lines(host, tmp_path):
    project, blocks = Project(tmp_path), tmp_path / "blocks"
    path = tmp_path / "lines.parquet"
    blocks.mkdir()
    (blocks / "shop.yml").write_text(BLOCK)
    with duckdb.connect(str(host.warehouse), read_only=True) as connection:
        connection.execute(f"copy main.fct_order_lines to '{path}'")
    run = project.dbt(
        *("build", "--exclude", "resource_type:unit_test", "tag:compare"),
        "tag:backtest",
        variables={
            "orders_source": "shop",
            "orders_path": str(path),
            "sources_path": str(blocks),
        },
    )
    assert run.returncode == 0, run.stdout
    found, expected = marts(host.query), marts(project.query)
    assert len(found["customers"]) == 150
    assert found == expected


def test_our_schemas_can_be_moved(host, installed, tmp_path):
    moved = Host(tmp_path / "host", installed)
    config = moved.folder / "dbt_project.yml"
    config.write_text(
        config.read_text()
        + "\nmodels:\n  customer_segmentation:\n    +schema: theirs\n"
    )
    assert moved.dbt("deps").returncode == 0
    for _ in range(2):
        words = ["--select", "+segmentation__orders"]
        run = moved.dbt("build", *words, "--indirect-selection", "cautious")
        assert run.returncode == 0, run.stdout
    assert "theirs" in run.stdout
    counted = "select count(*) from {}.orders"
    assert moved.query(counted.format("theirs")) == host.query(counted.format("marts"))
    built = moved.query("select count(*) from theirs.int_customers_to_build")
    assert built == [(0,)]


def test_who_names_no_orders_is_told_how(installed, tmp_path):
    host = Host(tmp_path / "host", installed)
    config = host.folder / "dbt_project.yml"
    text = config.read_text()
    config.write_text(
        "\n".join(line for line in text.split("\n") if "orders_relation" not in line)
    )
    assert host.dbt("deps").returncode == 0
    run = host.dbt("build")
    assert run.returncode != 0
    assert "vars: {orders_relation: " in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_its_own_vars_are_none_of_our_business(host):
    run = host.dbt("ls", "--select", "customers", "--vars", "{theirs: 1}")
    assert run.returncode == 0
    run = host.dbt("run", "--select", "customers", "--vars", "{theirs: 1}")
    assert run.returncode == 0, run.stdout


def test_a_feature_of_its_own_is_in_past_months_and_the_encoder_sees_it(
    installed, tmp_path
):
    host = Host(tmp_path / "host", installed)
    config = host.folder / "dbt_project.yml"
    project = yaml.safe_load(config.read_text())
    project["vars"]["customer_segmentation"]["features"] = own_feature()
    config.write_text(yaml.safe_dump(project))
    (host.folder / "tests").mkdir()
    (host.folder / "tests" / "morning.sql").write_text(blocks("A feature")[1])
    assert host.dbt("deps").returncode == 0
    words = ["--select", "+segmentation__customer_encoder_inputs_monthly", "morning"]
    run = host.dbt("build", *words, "--indirect-selection", "cautious")
    assert run.returncode == 0, run.stdout
    assert "PASS morning" in run.stdout
    (feature,) = own_feature()
    assert host.query(
        f"select count(*) > 0, bool_and({feature} = (select {feature} "
        "from features.customer_features_monthly as features where features.month = "
        "inputs.month and features.customer_id = inputs.customer_id)) "
        "from features.customer_encoder_inputs_monthly as inputs"
    ) == [(True, True)]
