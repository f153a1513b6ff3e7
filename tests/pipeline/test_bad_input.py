"""Bad input gives one clear message and a failure, and changes nothing."""

import pytest

from tests.pipeline.conftest import copy

HEADER = "order_line_id,order_id,customer_id,ordered_at,sales_amount\n"
LINE = "1,o1,c1,2024-01-01 00:00:00,5.00\n"
BEHIND_STAGING = ("features", "segmentation", "marts", "intermediate")


@pytest.fixture(scope="module")
def project(sample, tmp_path_factory):
    return copy(sample, tmp_path_factory.mktemp("bad input"))


def state(project, *schemas):
    """Return all tables and the published files."""
    published = [project.analytics, project.report, *project.exports.iterdir()]
    return project.tables(*schemas), {path: path.read_bytes() for path in published}


@pytest.mark.parametrize(
    ("text", "source", "sentence"),
    [
        (None, "sample", "There is no file '{path}'. Check the path."),
        ("", "sample", "The file '{path}' is empty."),
        (HEADER, "sample", "The file '{path}' has a header but no lines."),
        (
            "order_id,customer_id\n1,2\n",
            "sample",
            "ordered_at (looked for ordered_at); sales_amount (looked for"
            " sales_amount)",
        ),
        (
            HEADER + LINE,
            "nope",
            "There is no orders_source called 'nope'. Known sources: amazon,"
            " customer_orders, dataco, invoice_export, magento, olist,",
        ),
    ],
)
def test_orders_that_cannot_be_opened_change_nothing(project, text, source, sentence):
    path = project.folder / "it's orders.csv"
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)
    before = state(project)
    run = project.build(SOURCE=source, ORDERS=path)
    said = run.stderr.strip().splitlines()
    assert run.returncode != 0
    assert len(said) == 1 and sentence.format(path=path) in said[0], said
    assert run.stdout == ""
    assert state(project) == before


def test_dbt_asks_about_a_file_without_its_source(project):
    path = project.folder / "orders.csv"
    path.write_text(HEADER + LINE)
    run = project.dbt("build", variables={"orders_path": str(path)})
    assert run.returncode != 0
    assert f"The file '{path}' needs a source" in run.stdout + run.stderr


def test_a_file_that_no_source_fits_is_refused_before_anything_is_built(project):
    path = project.folder / "weather.csv"
    path.write_text("day,celsius\n2024-01-01,7\n")
    before = state(project)
    run = project.build(ORDERS=path)
    assert run.returncode != 0
    assert len(run.stderr.strip().splitlines()) == 1
    assert f"No source fits '{path}'" in run.stderr
    assert f"make check ORDERS='{path}'" in run.stderr
    assert state(project) == before


def test_too_many_rejects_leave_everything_behind_staging_as_it_was(project):
    path = project.folder / "rejected.csv"
    path.write_text(HEADER + LINE + LINE.replace("1,o1", "2,o2").replace("5.00", "x"))
    before = state(project, *BEHIND_STAGING)
    run = project.build(SOURCE="sample", ORDERS=path)
    assert run.returncode != 0
    assert "1 of 2 lines were rejected (50.0 %)" in run.stderr
    assert "most often as sales_amount_unreadable. See staging." in run.stderr
    assert "reject_error_ratio = 0.05" in run.stderr
    # This message comes from dbt itself.
    assert "Got " not in run.stderr
    assert "Traceback" not in run.stderr
    assert state(project, *BEHIND_STAGING) == before
    # The reasons are in the table of rejects.
    assert project.query(
        "select line_number, reasons from staging.order_line_rejects"
    ) == [(3, ["sales_amount_unreadable"])]


def test_more_segments_than_customers_stop_before_training(project):
    path = project.folder / "one customer.csv"
    path.write_text(HEADER + LINE)
    before = state(project, "segmentation", "marts")
    run = project.dbt(
        variables={
            "orders_source": "sample",
            "orders_path": str(path),
            "n_segments": 3,
        }
    )
    assert run.returncode != 0
    ((customers, wanted, message),) = project.query(
        "from test_failures.customers_can_be_segmented"
    )
    assert (customers, wanted) == (1, 3)
    assert message in run.stdout
    assert "Only 1 customer has a counted order, too few for 3 segments" in message
    assert "a smaller n_segments" in message
    assert "Traceback" not in run.stdout
    after = state(project, "segmentation", "marts")
    changed = [name for name in before[0] if before[0][name] != after[0][name]]
    # The run has added its row of counts, which is written before the features.
    assert changed == ["marts.data_quality"]
    assert after[1] == before[1]


def test_a_database_named_like_a_schema_is_refused(project):
    run = project.dbt(WAREHOUSE_PATH=project.folder / "marts.duckdb")
    assert run.returncode != 0
    assert "must not be called 'marts.duckdb'" in run.stdout
