"""`mf` accepts the metrics and returns the same values as the marts."""

import csv
import importlib.util
import json

import pytest

from tests.pipeline.project import ROOT

SAVED_QUERIES = (
    "sales_by_segment",
    "sales_by_market",
    "churn_by_segment",
    "churn_by_market",
    "churn_by_first_month",
    "forecasts_by_segment",
    "intervals_by_segment",
    "intervals_of_all_segments",
)
# Runs many command lines of `mf` in one process.
RUN = """
import json, sys
from dbt_metricflow.cli.main import cli
for words in json.loads(sys.argv[1]):
    cli(words, standalone_mode=False)
"""

pytestmark = pytest.mark.skipif(
    not importlib.util.find_spec("dbt_metricflow"),
    reason="dbt-metricflow is missing: make setup-metrics installs it",
)


@pytest.fixture(scope="module")
def answers(sample, tmp_path_factory):
    """Return the output of `mf validate-configs` and the result of each saved query."""
    folder = tmp_path_factory.mktemp("metrics")
    # mf looks for the manifest of dbt only in the folder `target` of the project.
    for name in ("dbt_project.yml", "profiles.yml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "target").symlink_to(sample.folder / "target")
    commands = [["validate-configs", "--show-all"]] + [
        ["query", "--saved-query", name, "--csv", str(folder / f"{name}.csv")]
        for name in SAVED_QUERIES
    ]
    run = sample._run(
        ["-c", RUN, json.dumps(commands)],
        {"DBT_PROJECT_DIR": folder, "DBT_PROFILES_DIR": folder},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return {"said": run.stdout + run.stderr} | {
        name: list(csv.DictReader((folder / f"{name}.csv").open()))
        for name in SAVED_QUERIES
    }


def test_mf_finds_nothing_wrong(answers):
    verdicts = answers["said"].count("validated")
    assert verdicts == 6
    nothing = "(ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0)"
    assert answers["said"].count(nothing) == verdicts


def test_sales_by_segment_are_those_of_the_marts(answers, sample):
    found = [
        (
            row["metric_time__month"][:10],
            row["segment__segment_name"],
            int(row["orders"]),
            int(row["customers"]),
            pytest.approx(float(row["revenue"]), abs=0.01),
            # A purchase that was sent back in its month leaves no sales and no margin.
            pytest.approx(float(row["margin"])) if row["margin"] else None,
        )
        for row in answers["sales_by_segment"]
    ]
    assert found == sample.query(
        "select cast(month as text), segment_name, orders, customers,"
        " cast(revenue_amount as double), margin_rate"
        " from marts.segment_performance order by month, segment_name"
    )


def test_every_saved_query_counts_the_same_orders_or_buyers(answers, sample):
    ((orders, buyers, churned, value),) = sample.query(
        "select sum(order_count), count(is_churned),"
        " count(*) filter (is_churned),"
        " sum(average_order_amount * order_count) / sum(order_count)"
        " from marts.customers"
    )
    for name, rows in answers.items():
        if name.startswith("sales"):
            assert sum(int(row["orders"]) for row in rows) == orders, name
            average = sum(
                float(row["average_order_value"]) * int(row["orders"])
                for row in rows
                if int(row["orders"])
            )
            assert average / float(orders) == pytest.approx(value)
        elif name.startswith("churn"):
            assert sum(int(row["buyers"]) for row in rows) == buyers, name
            assert sum(int(row["churned_customers"]) for row in rows) == churned


def test_forecasts_by_segment_are_sums_of_the_marts(answers, sample):
    found = [
        (
            row["segment__segment_name"],
            pytest.approx(float(row["expected_revenue_90d"]), abs=0.01),
            pytest.approx(float(row["expected_revenue_365d"]), abs=0.01),
            pytest.approx(float(row["expected_profit_365d"]), abs=0.01),
            pytest.approx(float(row["residual_lifetime_value"]), abs=0.01),
            int(row["late_customers"]),
        )
        for row in answers["forecasts_by_segment"]
    ]
    assert found == sample.query(
        "select segment_name, sum(expected_revenue_90d), sum(expected_revenue_365d),"
        " sum(expected_profit_365d), sum(residual_lifetime_value),"
        " count(*) filter (is_late_for_own_rhythm) from marts.customers"
        " where segment_id is not null group by segment_name order by segment_name"
    )


def test_intervals_are_those_of_the_marts(answers, sample):
    ends = [f"revenue_{days}d_{end}" for days in (90, 365) for end in ("low", "high")]
    tables = {
        "segment": ("intervals_by_segment", "segment_name"),
        "total": ("intervals_of_all_segments", "as_of_date"),
    }
    for of, (answer, order) in tables.items():
        found = [
            tuple(float(row[f"{of}_{one}"]) for one in ends) for row in answers[answer]
        ]
        wanted = sample.query(
            "select"
            + ", ".join(
                f" max(expected_revenue_{end}) filter (horizon_days = {days})"
                for days in (90, 365)
                for end in ("low", "high")
            )
            + f" from marts.{of}_forecasts group by {order} order by {order}"
        )
        assert len(found) > 0
        assert found == [pytest.approx(row) for row in wanted]


def test_the_saved_queries_are_all_there_are(sample):
    manifest = json.loads((sample.folder / "target" / "manifest.json").read_text())
    assert {node["name"] for node in manifest["saved_queries"].values()} == set(
        SAVED_QUERIES
    )
