"""Opening a file either matches its columns or explains the problem."""

import pytest

from ingest.blocks.expressions import simplify
from ingest.blocks.matching import match_columns
from ingest.datasets import EVENTS, ORDERS
from ingest.errors import OrdersError
from ingest.opening.request import Request, open_request
from ingest.sources.load import find_blocks, list_sources, load_block


def open_files(source, path, **more):
    return open_request(Request(source=source, path=path, **more))


HEADER = "order_id,customer_id,order_date,order_item_total_amount\n"


def write(tmp_path, content, name="orders.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_the_columns_of_a_file_are_matched(tmp_path):
    path = write(tmp_path, HEADER + "1,2,2024-01-01,3\n")
    opened = open_files("customer_orders", path)
    (file,) = opened.files
    assert file.columns == {
        "order_id": 0,
        "customer_id": 1,
        "ordered_at": 2,
        "sales_amount": 3,
    }
    assert (file.format, file.layout.delimiter, file.records) == ("csv", ",", 1)
    assert file.in_place


def test_headers_match_ignoring_case_blanks_and_signs():
    assert simplify("Order Item-Id.") == simplify("order_item_id")
    header = ["ORDER.ID", "customer id", "Order-Date", "order_item_total_amount"]
    assert match_columns(load_block("customer_orders"), header) == {
        "order_id": 0,
        "customer_id": 1,
        "ordered_at": 2,
        "sales_amount": 3,
    }


REFUSED = {
    "nothing": (b"", "is empty"),
    "blank lines only": (b"\n\n  \n", "is empty"),
    "a byte order mark only": (b"\xef\xbb\xbf", "is empty"),
    "a header only": (HEADER.encode(), "has a header but no lines"),
    "a header only, no line end": (HEADER.strip().encode(), "header but no lines"),
    "columns missing": (
        b"order_id,customer_id\n1,2\n",
        "ordered_at (looked for order_date)",
    ),
    "what is there instead": (b"a,b\n1,2\n", "It has: a, b."),
    "no header": (
        b"Mary,7 Elm Street,2024-01-01,12.50\n",
        "Its first line seems to hold values",
    ),
    "a column twice": (
        b"order_id," + HEADER.encode() + b"1,1,2,2024-01-01,3\n",
        "names order_id more than once",
    ),
    "another delimiter": (HEADER.replace(",", "#").encode() + b"1#2#3#4\n", "lacks"),
    "an Excel workbook": (b"PK\x03\x04" + b"\0" * 99, "Excel workbook"),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old Excel workbook"),
    "a PDF": (b"%PDF-1.7\n...", "PDF document"),
    "a bzip2 archive": (b"BZh91AY&SY", "compressed by bzip2"),
    "a broken Parquet file": (b"PAR1" + b"x" * 99, "is damaged"),
    "a broken gzip file": (b"\x1f\x8b\x08\0\0\0\0\0\0\0garbage", "is damaged"),
    "a JSON array of other things": (b'[{"order_id": 1}]', "It has: order_id."),
    "an empty JSON array": (b"[]", "has no objects"),
    "damaged JSON": (b'[{"order_id": 1},\n {"order_id" 2}]', "damaged at line 2, col"),
    "JSON without the columns": (b'{"a": 1}\n{"b": 2}\n', "It has: a, b."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_unusable_file_is_refused_in_a_sentence(tmp_path, name):
    content, sentence = REFUSED[name]
    with pytest.raises(OrdersError) as error:
        open_files("customer_orders", write(tmp_path, content))
    assert sentence in str(error.value)
    assert "orders.csv" in str(error.value)


def test_an_error_shows_no_values_of_orders(tmp_path):
    path = write(tmp_path, b"Mary,7 Elm Street,2024-01-01,12.50\n")
    with pytest.raises(OrdersError) as error:
        open_files("customer_orders", path)
    assert "Mary" not in str(error.value)


def test_an_error_names_a_missing_file():
    with pytest.raises(OrdersError, match="no file 'nowhere.csv'"):
        open_files("customer_orders", "nowhere.csv")


def test_a_pattern_finds_files_in_the_order_of_their_names(tmp_path):
    for name in ("b.csv", "a.csv", "c.txt"):
        write(tmp_path, HEADER + "1,2,2024-01-01,3\n", name)
    opened = open_files("customer_orders", str(tmp_path / "*.csv"))
    assert [file.source_file[-5:] for file in opened.files] == ["a.csv", "b.csv"]


def test_an_existing_file_is_no_pattern(tmp_path):
    path = write(tmp_path, HEADER + "1,2,2024-01-01,3\n", "orders [1]*.csv")
    assert open_files("customer_orders", path).files[0].source_file == path


def test_an_unknown_source_lists_the_known_ones():
    with pytest.raises(OrdersError) as error:
        open_files("nope", "x")
    assert f"Known sources: {', '.join(list_sources(ORDERS))}." in str(error.value)


def test_every_shipped_block_can_be_loaded():
    of_kinds = [name for kind in (ORDERS, EVENTS) for name in list_sources(kind)]
    assert sorted(of_kinds) == sorted(find_blocks())
    for content in (ORDERS, EVENTS):
        for name in list_sources(content):
            block = load_block(name, dataset=content)
            assert block.names["customer_id"] or block.expressions["customer_id"]


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("columns: {custmer_id: x}\n", "unknown column 'custmer_id'"),
        ("colums: {customer_id: x}\n", "needs a mapping 'columns:'"),
        ("columns: {customer_id: x}\nzone: UTC\n", "unknown setting 'zone'"),
        (
            "columns: {customer_id: x}\nanonymous_lines: keep\n",
            "unknown anonymous_lines 'keep'",
        ),
        ("columns: {sales_amount: {expr: a}}\n", "unknown word in sales_amount"),
        ("columns: [customer_id\n", "is not YAML"),
        (
            "columns: {customer_id: x}\nwithout_header: [[when]]\n",
            "unknown column 'when'",
        ),
    ],
)
def test_an_invalid_block_is_refused(tmp_path, block, sentence):
    (tmp_path / "mine.yml").write_text(block)
    with pytest.raises(OrdersError) as error:
        load_block("mine", str(tmp_path))
    assert sentence in str(error.value)
    assert "mine.yml" in str(error.value)


def test_an_error_names_a_missing_folder_of_blocks():
    with pytest.raises(OrdersError, match="sources_path 'nowhere' is not a folder"):
        load_block("sample", "nowhere")


def test_an_unknown_encoding_is_named(tmp_path):
    (tmp_path / "mine.yml").write_text("columns: {customer_id: x}\nencoding: klingon\n")
    with pytest.raises(OrdersError, match="klingon"):
        open_files("mine", write(tmp_path, "x\n1\n"), sources_path=str(tmp_path))
