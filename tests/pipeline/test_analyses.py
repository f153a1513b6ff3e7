"""Each ready query compiles, names an action, and returns rows."""

import duckdb
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
