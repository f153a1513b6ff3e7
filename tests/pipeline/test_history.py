"""Features of past month ends use the same SQL and no later orders."""

import csv
from datetime import datetime, timedelta

import pytest

from tests.pipeline.project import DATA, ROOT, Project

SAMPLE = ROOT / "seeds/sample_orders.csv"
DATE = "2025-04-01"
SELECT = (
    *(
        "--select",
        "+segmentation__customer_features",
        "+segmentation__customer_features_monthly",
    ),
    *("--exclude", "resource_type:unit_test", "resource_type:test"),
    *("--indirect-selection", "cautious"),
)
FEATURES = "select * from features.customer_features order by customer_id"
PANEL = """
    select * exclude (month, content_hash) from features.customer_features_monthly
    where {} order by as_of_date, customer_id
"""


def build(folder, source, path, as_of_date="", **variables):
    project = Project(folder)
    run = project.dbt(
        "build",
        *SELECT,
        variables={
            "orders_source": source,
            "orders_path": str(path),
            "as_of_date": as_of_date,
            **variables,
        },
    )
    assert run.returncode == 0, run.stdout
    return project


def panel(project, condition):
    return project.query(PANEL.format(condition))


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    return build(tmp_path_factory.mktemp("history"), "sample", SAMPLE)


@pytest.fixture(scope="module")
def as_of_then(tmp_path_factory):
    return build(tmp_path_factory.mktemp("then"), "sample", SAMPLE, DATE)


def test_the_panel_agrees_with_the_features_of_a_build_as_of_then(history, as_of_then):
    then = as_of_then.query(FEATURES)
    assert len(then) > 1_500
    assert panel(history, f"as_of_date = '{DATE}'") == then


def test_the_panel_agrees_with_todays_features_where_a_month_ends(history):
    today = history.query(FEATURES)
    assert panel(history, "as_of_date = '2026-01-01'") == today


def test_the_panel_of_then_is_the_beginning_of_the_panel_of_now(history, as_of_then):
    both = f"as_of_date between '2024-02-01' and '{DATE}'"
    assert panel(history, both) == panel(as_of_then, both)


def test_orders_moved_after_a_date_change_nothing_before_it(history, tmp_path):
    """Later orders are moved to later dates and other markets, and cost more."""
    moved = tmp_path / "moved.csv"
    with SAMPLE.open() as source, moved.open("w") as target:
        header, *rows = csv.reader(source)
        date, amount, market = (
            header.index(name) for name in ("ordered_at", "sales_amount", "market")
        )
        changed = 0
        for row in rows:
            if row[date][:2] == "20" and row[date] >= DATE:
                later = datetime.fromisoformat(row[date]) + timedelta(days=40)
                row[date] = later.isoformat(" ")
                row[amount], row[market] = f"1{row[amount]}", "Elsewhere"
                changed += 1
        csv.writer(target).writerows([header, *rows])
    assert changed > 1_000
    other = build(tmp_path / "project", "sample", moved)
    # The panel has a fixed number of months, so its first month depends on the last
    # order.
    both = f"as_of_date between '2024-06-01' and '{DATE}'"
    assert len(panel(other, both)) > 10_000
    assert panel(other, both) == panel(history, both)
    after = "as_of_date > '2025-05-01'"
    assert panel(other, after) != panel(history, after)


def test_how_long_the_panel_is_changes_no_feature(history, tmp_path):
    short = build(tmp_path, "sample", SAMPLE, history_months=3)
    dates = short.query(
        "select distinct as_of_date from features.customer_features_monthly"
    )
    assert len(dates) == 3
    assert short.query(FEATURES) == history.query(FEATURES)
    last = "as_of_date >= '2025-11-01'"
    assert panel(short, last) == panel(history, last)


def test_a_customer_buying_at_a_constant_rate_looks_the_same_every_month(tmp_path):
    """From the thirteenth month on, the inputs of the encoder do not change."""
    orders = tmp_path / "orders.csv"
    first = datetime(2023, 1, 1)
    orders.write_text(
        "customer,date,amount\n"
        + "".join(
            f"c,{first + timedelta(days=10 * number):%Y-%m-%d},20\n"
            for number in range(110)
        )
    )
    project = build(tmp_path / "project", "purchase_log", orders)
    rows = project.query(
        """
        select
            min(order_count_365d), max(order_count_365d),
            max(sales_amount_365d) - min(sales_amount_365d),
            max(orders_per_month) - min(orders_per_month),
            max(recency_days), min(average_gap_days), max(average_gap_days)
        from features.customer_features_monthly
        where as_of_date > '2024-02-01'
        """
    )
    ((least, most, amount, rate, recency, *gaps),) = rows
    assert (least, most, amount) == (36, 37, 20)
    assert rate < 0.1
    assert recency <= 10
    assert gaps == [10, 10]


@pytest.mark.long
def test_the_panel_of_a_real_file_agrees_with_a_build_as_of_then(tmp_path):
    path = DATA / "dataco_orders_sample.csv"
    if not path.exists():
        pytest.skip("needs shared/data, which is not part of the project")
    now = build(tmp_path / "now", "dataco", path)
    then = build(tmp_path / "then", "dataco", path, "2017-03-01")
    assert panel(now, "as_of_date = '2017-03-01'") == then.query(FEATURES)
