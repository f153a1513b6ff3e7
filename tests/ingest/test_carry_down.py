"""Values on the first line of an order are carried to its other lines."""

import duckdb
import pytest

from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.request import Request
from ingest.sources.load import load_block

BLOCK = """
carry_down: [customer_id, ordered_at, market, State]
where: State != 'void'
columns:
  order_id: Bon
  customer_id: [Card]
  ordered_at: {sql: moment("Day" || ' ' || "Clock")}
  market: Shop
  product: Thing
  sales_amount: Sum
"""
HEADER = "Bon,Card,Day,Clock,Shop,State,Thing,Sum\n"
LINES = (
    "B1,c1,2024-03-01,08:00:00,north,paid,tea,1\n"
    " B1 ,,,,,,cup,2\n"
    "B2,c2,2024-03-02,09:00:00,,void,tea,4\n"
    "B1,,,,  ,,pot,8\n"
    "B2,,,,,,cup,16\n"
    ",c9,2024-03-03,10:00:00,south,paid,tea,32\n"
    ",,,,,paid,tea,64\n"
    "B3,,,,,paid,tea,128\n"
)


@pytest.fixture
def load(tmp_path):
    """Return a function that loads a file of lines as a build does."""
    (tmp_path / "till.yml").write_text(BLOCK)
    session = duckdb.connect(str(tmp_path / "till.duckdb"))
    session.execute("create schema staging")

    def load_lines(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(HEADER + text)
        request = Request("orders", "till", str(tmp_path / "*.csv"), str(tmp_path))
        load_orders(session, Destination("till", "staging"), request)
        return session

    yield load_lines
    session.close()


def test_values_of_the_first_line_are_carried_to_its_order(load):
    found = load(a=LINES).execute(
        "select line_number, customer_id, cast(ordered_at as varchar), market, product,"
        " cast(sales_amount as integer), reasons from staging.order_lines order by all"
    )
    left_out = ["left_out_by_where"]
    assert found.fetchall() == [
        (2, "c1", "2024-03-01 08:00:00", "north", "tea", 1, None),
        (3, "c1", "2024-03-01 08:00:00", "north", "cup", 2, None),
        (4, "c2", "2024-03-02 09:00:00", None, "tea", 4, left_out),
        (5, "c1", "2024-03-01 08:00:00", "north", "pot", 8, None),
        # The column of the file that `where` reads is carried down, too.
        (6, "c2", "2024-03-02 09:00:00", None, "cup", 16, left_out),
        # Lines without an order id do not belong to one order.
        (7, "c9", "2024-03-03 10:00:00", "south", "tea", 32, ["order_id_missing"]),
        (8, None, None, None, "tea", 64)
        + (["order_id_missing", "customer_id_missing", "ordered_at_missing"],),
        (9, None, None, None, "tea", 128)
        + (["customer_id_missing", "ordered_at_missing"],),
    ]


def test_values_are_not_carried_to_another_file(load):
    first = "B1,c1,2024-03-01,08:00:00,north,paid,tea,1\n"
    found = load(a=first, b="B1,,,,,paid,cup,2\n").execute(
        "select customer_id from staging.order_lines order by source_file"
    )
    assert found.fetchall() == [("c1",), (None,)]


def test_an_appended_file_is_read_from_its_beginning(load):
    first = "B1,c1,2024-03-01,08:00:00,north,paid,tea,1\n"
    load(a=first)
    found = load(a=first + "B1,,,,,,cup,2\n").execute(
        "select customer_id, cast(sales_amount as integer), reasons "
        "from staging.order_lines order by line_number"
    )
    assert found.fetchall() == [("c1", 1, None), ("c1", 2, None)]


def test_an_unreadable_value_is_not_replaced_by_an_earlier_one(load):
    lines = "B1,c1,2024-03-01,08:00:00,north,paid,tea,1\nB1,,soon,,,,cup,2\n"
    found = load(a=lines).execute("select reasons from staging.order_lines order by 1")
    assert found.fetchall() == [(["ordered_at_missing"],), (None,)]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("[sales_amount]", "carries sales_amount down, which belongs to one line"),
        ("[Sum]", "carries Sum down, which belongs to one line"),
        ("[Name]", "carries Name down, which is no column that it reads"),
        ("customer_id", "needs a list of columns as carry_down"),
    ],
)
def test_a_column_that_cannot_be_carried_is_refused(tmp_path, columns, sentence):
    text = BLOCK.replace("[customer_id, ordered_at, market, State]", columns)
    (tmp_path / "till.yml").write_text(text)
    with pytest.raises(OrdersError, match=sentence):
        load_block("till", str(tmp_path))


def test_a_file_without_order_ids_is_refused(tmp_path, load):
    block = BLOCK.replace("order_id: Bon", "order_id: {sql: customer_id}")
    (tmp_path / "till.yml").write_text(block)
    with pytest.raises(OrdersError, match="needs: order_id"):
        load(a=LINES)
