"""`make build` chooses the source if the user names no source."""

import io

import pytest
from rich.console import Console

from commands.sources.build_source import with_source
from ingest.errors import OrdersError

LOG = "customer,date,amount\nc1,2024-01-01,5\nc2,2024-01-02,6\n"
BLOCK = """
date_formats: ["%d.%m.%y"]
columns: {order_id: Bon, customer_id: Karte, ordered_at: Tag, sales_amount: Summe}
"""
TILL = "Bon,Karte,Tag,Summe\n1,k1,03.04.24,5\n2,k2,25.04.24,7\n"


@pytest.fixture
def orders(tmp_path):
    """Return a function that writes a file of orders and returns its path."""

    def write(text, name="orders.csv"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


@pytest.fixture
def blocks(tmp_path):
    """Return a folder with a block that reads the files of the till."""
    folder = tmp_path / "blocks"
    folder.mkdir()
    (folder / "till.yml").write_text(BLOCK)
    return folder


def choose(**variables):
    """Return the vars that the build would use, and the printed text."""
    said = io.StringIO()
    found = with_source(variables, Console(file=said, width=500))
    return found, said.getvalue()


def test_the_one_source_that_fits_is_chosen_and_printed(orders):
    path = orders(LOG)
    found, said = choose(orders_path=path)
    assert found == {"orders_path": path, "orders_source": "purchase_log"}
    (sentence,) = said.splitlines()
    assert "'purchase_log'" in sentence and "SOURCE=..." in sentence


def test_a_file_with_our_own_names_is_no_tie_with_the_bundled_sample(orders):
    text = "order_id,customer_id,ordered_at,sales_amount\n1,c1,2024-01-02,5\n"
    found, _ = choose(orders_path=orders(text))
    assert found["orders_source"] == "purchase_log"


def test_a_users_own_block_is_chosen_with_its_folder(orders, blocks):
    path = orders(TILL)
    found, said = choose(orders_path=path, sources_path=str(blocks))
    assert (found["orders_source"], found["sources_path"]) == ("till", str(blocks))
    assert f"'till' in {blocks}" in said


def test_a_block_whose_dates_cannot_be_read_does_not_fit(orders, blocks):
    path = orders(TILL.replace(".", "/"))
    with pytest.raises(OrdersError, match="No source fits .*: make check ORDERS="):
        choose(orders_path=path, sources_path=str(blocks))


def test_a_tie_of_two_blocks_is_refused(orders, blocks):
    (blocks / "shop.yml").write_text(BLOCK)
    with pytest.raises(OrdersError, match="'shop' and 'till' fit .* SOURCE=shop"):
        choose(orders_path=orders(TILL), sources_path=str(blocks))


def test_the_block_that_reads_more_columns_is_chosen(orders, blocks):
    more = BLOCK.replace("Summe}", "Summe, market: Laden}")
    (blocks / "shop.yml").write_text(more)
    path = orders(TILL.replace("Summe", "Summe,Laden").replace(",5\n", ",5,Ulm\n"))
    text = open(path).read().replace(",7\n", ",7,Bonn\n")
    found, _ = choose(orders_path=orders(text), sources_path=str(blocks))
    assert found["orders_source"] == "shop"


def test_an_unread_status_needs_a_check_or_a_named_source(orders):
    text = LOG.replace("amount", "amount,Bestellstatus").replace("5\n", "5,paid\n")
    path = orders(text.replace("6\n", "6,cancelled\n"))
    with pytest.raises(OrdersError, match="not read 'Bestellstatus'.* make check"):
        choose(orders_path=path)
    found, said = choose(orders_path=path, orders_source="purchase_log")
    assert found["orders_source"] == "purchase_log"
    assert "Warning: 'Bestellstatus' looks like order_status" in said


def test_line_numbers_are_no_customers(orders):
    lines = [f"{line},2024-01-{line:02},5.50" for line in range(1, 29)]
    path = orders("id,date,total\n" + "\n".join(lines) + "\n")
    with pytest.raises(OrdersError, match="No source fits"):
        choose(orders_path=path)


def test_without_orders_nothing_is_chosen():
    assert choose(n_segments=3) == ({"n_segments": 3}, "")
