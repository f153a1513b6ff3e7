"""The door says clearly what is wrong with a file, and matches its columns."""

import json

import pytest

from ingest.door import match_columns, open_orders, open_orders_as_json, simplify
from ingest.sources import OrdersError, find_blocks, load_block

HEADER = "order_id,customer_id,order_date,order_item_total_amount\n"


def write(tmp_path, text):
    path = tmp_path / "orders.csv"
    path.write_text(text)
    return str(path)


def test_a_readable_file_gets_its_columns_matched(tmp_path):
    path = write(tmp_path, HEADER + "1,2,2024-01-01,3\n")
    opened = open_orders("customer_orders", path)
    assert opened["columns"]["sales_amount"] == "order_item_total_amount"
    assert opened["delimiter"] == ","


def test_headers_match_ignoring_case_blanks_and_signs():
    assert simplify("Order Item-Id.") == simplify("order_item_id")
    header = ["ORDER.ID", "customer id", "Order-Date", "order_item_total_amount"]
    block = load_block("customer_orders")
    assert match_columns("x.csv", block, header)["order_id"] == "ORDER.ID"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEADER, "has a header but no lines"),
        ("order_id,customer_id\n1,2\n", "ordered_at (looked for order_date)"),
        ("order_id,order_id\n1,2\n", "names order_id more than once"),
    ],
)
def test_an_unusable_file_is_refused_with_a_sentence(tmp_path, text, sentence):
    with pytest.raises(OrdersError) as error:
        open_orders("customer_orders", write(tmp_path, text))
    assert sentence in str(error.value)


def test_a_missing_file_is_named():
    with pytest.raises(OrdersError, match="no order file 'nowhere.csv'"):
        open_orders("customer_orders", "nowhere.csv")


def test_an_unknown_source_lists_the_known_ones():
    answer = open_orders_as_json(json.dumps({"source": "nope", "path": "x"}))
    error = json.loads(answer)["error"]
    assert all(name in error for name in ("sample", "customer_orders", "dataco"))


def test_every_shipped_block_can_be_loaded():
    for name in find_blocks():
        assert load_block(name).columns["customer_id"]


def test_a_block_with_an_unknown_word_is_refused(tmp_path):
    (tmp_path / "mine.yml").write_text("columns: {custmer_id: x}\n")
    with pytest.raises(OrdersError, match="unknown column 'custmer_id'"):
        load_block("mine", str(tmp_path))
