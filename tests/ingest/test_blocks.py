"""An invalid source block is refused before a file is opened."""

from pathlib import Path

import pytest

from ingest.blocks.matching import needed_expressions
from ingest.errors import OrdersError
from ingest.sources.load import load_block

COLUMNS = "columns: {order_id: a, customer_id: b, ordered_at: c, sales_amount: d}\n"
EXPRESSION = "columns: {{order_id: a, sales_amount: {{sql: {}}}}}\n"
REFUSED = {
    "a setting that stands twice": (
        "statuses: {Klar: counted}\n" + COLUMNS + "statuses: {Weg: cancelled}\n",
        "has the key 'statuses' twice",
    ),
    "a format that is none": (
        COLUMNS + 'date_formats: ["%Y-%m-%d", "%Q"]\n',
        "date format '%Q' that cannot be used",
    ),
    "a time zone that is none": (
        COLUMNS + "time_zone: Europe/Nowhere\n",
        "time zone 'Europe/Nowhere' that cannot be used",
    ),
    "SQL that is none": (EXPRESSION.format("quantity *"), "SQL for sales_amount"),
    "arithmetic on text": (
        EXPRESSION.format("Menge * unit_price"),
        "Menge is text: write number(Menge) or moment(Menge)",
    ),
    "SQL that YAML ends at a comma": (
        EXPRESSION.format("coalesce(quantity, 1) * unit_price"),
        "has SQL for sales_amount that YAML ends at a comma: put it into quotes",
    ),
    "text beside a number": (
        COLUMNS + 'where: file."Net total" > 0\n',
        'write number("Net total")',
    ),
    "text that is no condition": (
        COLUMNS + "where: number(Total) > 0 and order_id > 5\n",
        "explicit cast",
    ),
    "a condition that is none": (
        COLUMNS + "return_when: state = 'R' or\n",
        "SQL for return_when, 'state = 'R' or', that cannot be used",
    ),
    "more than an expression": (
        COLUMNS + "where: 1) from (select 2\n",
        "SQL for where, '1) from (select 2', that cannot be used",
    ),
    "a table": (
        COLUMNS + "where: order_id in (select id from orders)\n",
        "it reads tables, and an expression has one line only",
    ),
    "positions without a date": (
        COLUMNS + "without_header: [[order_id, customer_id, sales_amount]]\n",
        "lacks ordered_at in the columns by position: order_id, customer_id, sales",
    ),
    "positions without an amount": (
        "columns: {sales_amount: {sql: quantity * unit_price}}\n"
        "without_header: [[order_id, customer_id, ordered_at, quantity, unit_price]]\n",
        "lacks sales_amount in the columns by position",
    ),
    "positions that are no list of lists": (
        COLUMNS + "without_header: [order_id, customer_id]\n",
        "needs a list of lists as without_header",
    ),
}


def write_block(tmp_path, text):
    (tmp_path / "mine.yml").write_text(text)
    return str(tmp_path)


@pytest.mark.parametrize("name", REFUSED)
def test_an_unusable_setting_is_refused_in_a_sentence(tmp_path, name):
    text, sentence = REFUSED[name]
    with pytest.raises(OrdersError) as error:
        load_block("mine", write_block(tmp_path, text))
    assert sentence in str(error.value)
    assert "mine.yml" in str(error.value)
    assert "\n" not in str(error.value)


def test_one_date_format_needs_no_list_and_an_empty_setting_is_none(tmp_path):
    text = COLUMNS + "date_formats: '%d.%m.%Y'\ntime_zone:\ncurrency:\n"
    block = load_block("mine", write_block(tmp_path, text))
    assert block.date_formats == ["%d.%m.%Y"]
    assert (block.time_zone, block.currency) == ("UTC", "")


def test_a_column_without_a_name_is_not_looked_for(tmp_path):
    text = COLUMNS.replace("}", ", market: , product: [null, x]}")
    block = load_block("mine", write_block(tmp_path, text))
    assert (block.names["market"], block.names["product"]) == ([], ["x"])


def test_an_expression_may_be_constant(tmp_path):
    text = COLUMNS.replace("}", ", market: {sql: \"'Europe'\"}}")
    block = load_block("mine", write_block(tmp_path, text))
    assert block.expressions == {"market": ["'Europe'"]}


def test_the_first_expression_with_all_its_columns_is_chosen():
    block = load_block("purchase_log")
    assert needed_expressions(block, ["sales_amount", "order_id"]) == {}
    matched = ["order_id", "unit_price"]
    assert needed_expressions(block, matched) == {"sales_amount": "unit_price"}
    matched = ["order_id", "unit_price", "quantity"]
    assert needed_expressions(block, matched) == {
        "sales_amount": "quantity * unit_price"
    }


def test_a_block_in_my_sources_is_found_without_naming_the_folder(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OrdersError, match="no orders_source called 'till'"):
        load_block("till")
    Path("my_sources").mkdir()
    shipped = load_block("purchase_log")
    Path("my_sources/till.yml").write_text("columns: {customer_id: Guest}", "utf-8")
    assert load_block("till").names["customer_id"] == ["Guest"]
    assert load_block("purchase_log") == shipped
    with pytest.raises(OrdersError, match="sources_path 'no/such' is not a folder"):
        load_block("till", "no/such")
