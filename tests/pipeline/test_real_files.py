"""Two real order files are each built in a warehouse that already has the sample."""

import csv
import re

import pytest

from tests.pipeline.project import DATA

PERSONAL = {
    "Customer Fname": 3,
    "Customer Lname": 3,
    "Customer Street": 5,
    "Customer Email": 5,
    "Customer Password": 5,
}


def test_another_source_replaces_the_first_with_a_message(customer_orders):
    assert (
        "This warehouse held orders of source 'sample'; they are replaced by"
        " source 'customer_orders'." in customer_orders.run.stdout
    )
    assert customer_orders.query(
        "select source_name from segmentation.segment_model_history order by all"
    ) == [("customer_orders",), ("sample",)]


def test_every_line_of_the_study_has_one_verdict(customer_orders):
    assert customer_orders.query(
        "select verdict, count(*), count(distinct line_number)"
        " from staging.order_lines_judged group by all"
    ) == [("accepted", 15_549, 15_549)]
    assert customer_orders.query("select count(*) from marts.orders") == [(15_547,)]


def test_every_customer_of_the_study_has_one_of_four_segments(customer_orders):
    assert customer_orders.query(
        "select count(*), count(distinct customer_id), count(segment_id),"
        " count(distinct segment_id) from marts.customers"
    ) == [(15_519, 15_519, 15_519, 4)]


def test_the_shipping_durations_of_the_study_are_repaired(customer_orders):
    assert customer_orders.query(
        "select count(*) from intermediate.int_shipments_repaired"
        " where shipping_repair = 'negative'"
    ) == [(5_941,)]
    assert customer_orders.query(
        "select count(*) from intermediate.int_shipments_repaired"
        " where shipping_days is null or shipping_days not between 0 and 30"
    ) == [(0,)]


def test_customers_without_a_counted_order_have_no_segment(dataco):
    assert dataco.query(
        "select verdict, count(*) from staging.order_lines_judged group by all"
    ) == [("accepted", 6_000)]
    assert dataco.query(
        "select count(*), count(segment_id), sum(clv_amount) filter"
        " (segment_id is null) from marts.customers"
    ) == [(4_680, 4_529, 0)]
    assert dataco.query(
        "select count(*), count(distinct customer_id), count(distinct segment_id)"
        " from segmentation.customer_segments"
    ) == [(4_529, 4_529, 4)]


@pytest.fixture(scope="module")
def personal_values():
    """Return the personal values of the file that are long enough to be recognised."""
    with (DATA / "dataco_orders_sample.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {name: name for row in rows for name in row}
    values = {
        row[column].strip().casefold()
        for row in rows
        for column, shortest in PERSONAL.items()
        if column in names and len(row[column].strip()) >= shortest
    }
    assert len(values) > 3_000
    return values


def test_no_personal_value_reaches_a_table_or_a_file(dataco, personal_values):
    texts = set()
    for path in (dataco.warehouse, dataco.analytics):
        for schema, table, column, kind in dataco.query(
            "select schema_name, table_name, column_name, data_type"
            " from duckdb_columns() where not internal",
            path,
        ):
            if "VARCHAR" in kind and kind != "VARCHAR":
                column_text = f'unnest(flatten([["{column}"::varchar]]))'
            else:
                column_text = f'"{column}"::varchar'
            if "VARCHAR" in kind or "JSON" in kind:
                texts |= {
                    text.casefold()
                    for (text,) in dataco.query(
                        f'select distinct {column_text} from {schema}."{table}"', path
                    )
                    if text
                }
    assert len(texts) > 10_000
    assert texts & personal_values == set()
    written = [dataco.report, *dataco.folder.glob("logs/*")]
    words = {
        word.casefold()
        for path in written
        for word in re.findall(r"[\w.@]+(?: [\w.]+)*", path.read_text())
    }
    streets = {value for value in personal_values if len(value.split()) >= 3}
    assert len(streets) > 1_000
    everything = "\n".join(words | texts)
    assert [street for street in streets if street in everything] == []
    assert "xxxxxxxxx" not in everything
