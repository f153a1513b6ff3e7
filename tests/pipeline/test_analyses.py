"""Each ready query compiles, names an action, and returns rows."""

import duckdb
import numpy as np
import pytest

from tests.pipeline.project import ROOT

ANALYSES = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))
# Only lines have categories, and lines are not published.
OF_LINES = {"categories_of_the_best_segment"}


@pytest.fixture(scope="module")
def compiled(sample):
    """Return the compiled SQL of each analysis by its name."""
    run = sample.dbt("compile", "--select", "resource_type:analysis")
    assert run.returncode == 0, run.stdout
    folder = sample.folder / "target/compiled/customer_segmentation/analyses"
    return {path.stem: path.read_text() for path in folder.glob("*.sql")}


def test_there_are_ten(compiled):
    assert sorted(compiled) == ANALYSES
    assert len(ANALYSES) == 10


@pytest.mark.parametrize("name", ANALYSES)
def test_it_begins_with_what_to_do_and_finds_something(name, compiled, sample):
    assert compiled[name].startswith("-- ")
    assert sample.query(compiled[name]) != []


@pytest.mark.parametrize("name", sorted(set(ANALYSES) - OF_LINES))
def test_the_published_file_answers_the_same(name, compiled, sample):
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{sample.analytics}' as warehouse (read_only)")
        published = connection.execute(compiled[name]).fetchall()
    assert published == sample.query(compiled[name])


def test_lost_revenue_is_that_of_all_churned_customers(compiled, sample):
    query = compiled["revenue_lost_by_segment"]
    assert sample.query(f"select sum(lost_amount) from ({query})") == sample.query(
        "select sum(sales_amount_365d) from marts.customers where is_churned"
    )


@pytest.fixture(scope="module")
def slipping_away(compiled, sample):
    """Return the customers of the list, the highest amount at stake first."""
    rows = sample.query(compiled["best_customers_slipping_away"])
    return [customer for customer, *_ in rows]


@pytest.fixture(scope="module")
def days_since_leaving():
    """Return the days since each customer left who did leave."""
    path = ROOT / "tests/truth/sample_personas.csv"
    query = "select customer_id, date '2026-01-01' - left_on from read_csv(?)"
    with duckdb.connect() as connection:
        rows = connection.execute(query, [str(path)]).fetchall()
    return {customer: days for customer, days in rows if days is not None}


def test_most_of_the_best_customers_who_left_are_found(
    slipping_away, days_since_leaving
):
    """Customers who left less than 60 days ago have hardly missed an order yet."""
    for longest in (180, 365):
        left = {
            customer
            for customer, days in days_since_leaving.items()
            if 60 <= days <= longest
        }
        assert len(left) > 10
        assert len(left & {*slipping_away}) >= 0.7 * len(left)


def test_most_customers_slipping_away_have_left(slipping_away, days_since_leaving):
    assert sum(one in days_since_leaving for one in slipping_away) > 0.5 * len(
        slipping_away
    )
    assert sum(one in days_since_leaving for one in slipping_away[:20]) >= 15


def test_customers_slipping_away_are_likelier_to_churn(slipping_away, sample):
    chances = dict(
        sample.query("select customer_id, churn_probability_90d from marts.customers")
    )
    best = sample.query(
        "select customer_id from marts.customers where segment_id ="
        " (select segment_id from marts.segments where value_rank = 1)"
    )
    others = {customer for (customer,) in best} - {*slipping_away}
    usual = np.mean([chances[one] for one in others])
    assert np.mean([chances[one] for one in slipping_away]) > usual + 0.05
    assert np.mean([chances[one] for one in slipping_away[:20]]) > usual + 0.2
