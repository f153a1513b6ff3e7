"""Events are opened like orders, and a block reads either orders or events."""

import pytest

from ingest.blocks.matching import needed_expressions
from ingest.datasets import EVENTS, ORDERS
from ingest.errors import OrdersError
from ingest.opening.request import Request, open_request
from ingest.sources.load import list_sources, load_block

EVENT_LINES = "Customer ID,Event Name,Timestamp\n7.0,Visit,2024-01-01T10:00:00Z\n"
ORDER_LINES = "order_line_id,order_id,customer_id,ordered_at,sales_amount\n1,1,1,x,1\n"


def write(tmp_path, text, name="events.csv"):
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def open_events(source, path, **more):
    return open_request(Request("events", source, path, **more))


def test_the_shipped_block_of_events_knows_usual_names(tmp_path):
    opened = open_events("customer_events", write(tmp_path, EVENT_LINES))
    (file,) = opened.files
    assert opened.block.dataset is EVENTS
    assert file.columns == {"customer_id": 0, "signal": 1, "occurred_at": 2}


def test_a_block_may_give_all_lines_one_signal(tmp_path):
    block = "holds: events\ncolumns:\n  customer_id: who\n  occurred_at: at\n"
    write(tmp_path, block + "  signal: {sql: \"'value'\"}\n", "reviews.yml")
    path = write(tmp_path, "who,at\n1,2024-01-01\n")
    opened = open_events("reviews", path, sources_path=str(tmp_path))
    (file,) = opened.files
    assert needed_expressions(opened.block, file.columns) == {"signal": "'value'"}


def test_events_may_lack_a_header_where_they_have_a_value(tmp_path):
    block = "holds: events\ncolumns: {}\nwithout_header:\n"
    write(
        tmp_path,
        block + "  - [customer_id, signal, occurred_at, value]\n",
        "log.yml",
    )
    path = write(tmp_path, "1,visit,2024-01-01,2.5\n")
    (file,) = open_events("log", path, sources_path=str(tmp_path)).files
    assert (file.has_header, file.records) == (False, 1)


REFUSED = {
    "a block of orders": (
        "sample",
        "'sample' is for orders, not for events: name it in orders_source. Known"
        " sources of events: customer_events.",
    ),
    "an unknown block": (
        "nope",
        "There is no events_source called 'nope'. Known sources: customer_events.",
    ),
    "orders": (
        "customer_events",
        "lacks columns that source 'customer_events' needs: signal (looked for signal"
        " or event or",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_events_is_refused_in_a_sentence(tmp_path, name):
    source, sentence = REFUSED[name]
    with pytest.raises(OrdersError) as error:
        open_events(source, write(tmp_path, ORDER_LINES))
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_a_block_of_events_is_no_source_of_orders(tmp_path):
    with pytest.raises(OrdersError) as error:
        open_request(
            Request(source="customer_events", path=write(tmp_path, EVENT_LINES))
        )
    assert "'customer_events' is for events, not for orders" in str(error.value)
    assert "name it in events_source" in str(error.value)


def test_events_need_a_file():
    with pytest.raises(OrdersError, match="events_source: customer_events, events_pat"):
        open_events("customer_events", "")


BLOCKS = {
    "holds: visits\ncolumns: {}\n": "unknown holds 'visits'. Known: events, orders",
    "holds: events\ncolumns: {order_id: a}\n": "unknown column 'order_id'. Known: cus",
    "holds: events\ncurrency: EUR\ncolumns: {}\n": "unknown setting 'currency'",
    "holds: events\ncolumns: {value: {sql: quantity * 2}}\n": "SQL for value",
}


@pytest.mark.parametrize("text", BLOCKS)
def test_a_block_of_events_has_the_settings_of_events(tmp_path, text):
    write(tmp_path, text, "mine.yml")
    with pytest.raises(OrdersError) as error:
        load_block("mine", str(tmp_path), EVENTS)
    assert BLOCKS[text] in str(error.value)


def test_sources_are_listed_by_dataset_and_a_broken_block_hides_none(tmp_path):
    write(tmp_path, "columns: [", "broken.yml")
    write(tmp_path, "holds: events\ncolumns: {}\n", "clicks.yml")
    assert list_sources(EVENTS, str(tmp_path)) == ["clicks", "customer_events"]
    assert "broken" in list_sources(ORDERS, str(tmp_path))
