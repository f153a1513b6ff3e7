"""A build of a shop with thirty customers, from its file to its report."""

import random
import re
from datetime import date, timedelta

import pytest

from tests.bi.report.page import Page
from tests.pipeline.project import Project

SAID = "30 customers are too few to tell"


def write_orders(path):
    """Write three years of orders of 30 firms; ten order often, and ten rarely."""
    generator = random.Random(12)
    lines = ["order_id,customer_id,order_date,amount"]
    for firm in range(30):
        orders, basket = ((60, 900), (15, 400), (4, 120))[firm % 3]
        for number in range(orders):
            day = date(2022, 1, 3) + timedelta(generator.randrange(1_000))
            amount = basket * generator.uniform(0.5, 1.5)
            lines.append(f"{firm}-{number},firm {firm:02},{day},{amount:.2f}")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("few"))
    orders = project.folder / "orders.csv"
    write_orders(orders)
    project.run = project.build(ORDERS=orders, SOURCE="purchase_log")
    assert project.run.returncode == 0, project.run.stderr
    return project


def test_no_segment_is_smaller_than_what_the_report_tells_of(project):
    rows = project.query("select customers, description from marts.segments")
    assert 1 <= len(rows) <= 3
    assert sum(customers for customers, _ in rows) == 30
    assert min(customers for customers, _ in rows) >= 10
    assert "fewer than 10 customers</p>" not in project.report.read_text("utf-8")


def test_what_nobody_can_tell_is_null_and_said(project):
    assert SAID in project.run.stderr
    ((stability, reason),) = project.query(
        "select stability, chosen_because from segmentation.segment_model"
    )
    assert stability is None and reason.startswith(SAID)
    tried = project.query(
        "select n_segments, stability, segment_stabilities "
        "from segmentation.segment_selection order by n_segments"
    )
    assert tried == [(2, None, None), (3, None, None)]
    words = Page(project.report.read_text("utf-8")).words()
    assert SAID in words


def test_nothing_claims_to_be_stable(project):
    said = [project.report.read_text("utf-8"), project.run.stdout, project.run.stderr]
    rows = project.query(
        "select segment_names || segment_descriptions || suggested_actions || notes "
        "from segmentation.segment_model"
    )
    assert not re.search(r"\bstable", " ".join(map(str, [*said, *rows])))


def test_what_forecasts_would_take_is_said(project):
    assert project.query(
        "select distinct refused_because from predictions.forecast_choice "
        "where method = 'gradient boosting'"
    ) == [("it takes 50 customers to learn from, not 30",)]
    words = Page(project.report.read_text("utf-8")).words()
    assert "bought on a second day, and it takes 50 to tell how often" in words
    assert "Nobody knows yet: no forecast could be tested" in words


def test_everybody_has_the_mean_forecast(project):
    assert project.query(
        "select distinct method from predictions.forecast_choice where is_chosen"
    ) == [("mean",)]
    assert project.query(
        "select count(expected_revenue_90d), count(distinct expected_revenue_90d) "
        "from marts.customers"
    ) == [(30, 1)]
    words = Page(project.report.read_text("utf-8")).words()
    assert "does not tell segments apart" in words
