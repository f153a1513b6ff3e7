"""The header of a text is found below other lines, and line numbers stay exact."""

import gzip

import pyarrow as pa
import pytest

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.text.find_header import sniff_with_block
from ingest.loading.load import load_orders
from ingest.opening.files import open_files
from ingest.opening.request import Request
from ingest.sources.load import load_block
from tests.ingest.loading import PLACE, lines

BLOCK = SourceBlock(
    "till",
    names={
        "order_id": ["Receipt"],
        "customer_id": ["Card"],
        "ordered_at": ["Day"],
        "sales_amount": ["Paid"],
    },
)
SETTINGS = (
    "date_formats: ['%d/%m/%Y']\n"
    "columns: {order_id: Receipt, customer_id: Card, ordered_at: Day, "
    "sales_amount: Paid}\n"
)
TABLE = "Receipt;Card;Day;Paid\nr1;k1;01/02/2024;5\nr2;k2;02/02/2024;7\n"
ANYTHING = SourceBlock(
    "anything", expressions=dict.fromkeys(BLOCK.dataset.required_columns, ["null"])
)
PREAMBLES = {
    "a title": "Takings of the till\n\n",
    "settings": "Shop;North\nFrom;01/02/2024\nTo;02/02/2024\n",
    "words and commas": "Takings, all tills, gross\n",
    "an odd quote": 'Tills 7" and up\n"open\n',
    "blanks": "  \n\t\nTakings\n",
    "what Excel is told": "sep=;\n",
    "what Excel is told, with columns": "sep=;;;;\n",
    "both": '"sep=;"\nTakings: all\n\n',
    "a title in a spreadsheet": "Takings;;;\nShop;North;;\n;;;\n",
    "empty columns": ";;;\n",
    "remarks": "# Takings, all of them\n# 2024-02-01 to 2024-02-02\n",
    "quoted sentences": '"Takings, in EUR, unless told."\n"Taxes: none, yet"\n',
    "letters beyond ASCII": "Größe: alle – €\n",
}


@pytest.fixture
def write(tmp_path):
    def write(content, name="till.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def load(warehouse, tmp_path):
    def load(path, settings=SETTINGS):
        (tmp_path / "till.yml").write_text(settings)
        asked = Request("orders", "till", str(path), str(tmp_path))
        return load_orders(warehouse, PLACE, asked), lines(warehouse)

    return load


@pytest.mark.parametrize("name", PREAMBLES)
def test_lines_above_the_header_are_skipped_and_those_below_keep_numbers(
    write, load, name
):
    above = PREAMBLES[name].count("\n")
    _, found = load(write(PREAMBLES[name] + TABLE))
    assert found == [
        ("till.csv", above + 2, "r1", 5.0, None),
        ("till.csv", above + 3, "r2", 7.0, None),
    ]


@pytest.mark.parametrize("name", PREAMBLES)
def test_the_header_is_found_without_a_block(write, name):
    names, _, _ = find_columns(write(PREAMBLES[name] + TABLE), ANYTHING)
    assert names == ["Receipt", "Card", "Day", "Paid"]


def test_a_note_counts_skipped_lines_once(write, load):
    path = write(PREAMBLES["settings"] + TABLE)
    notes, _ = load(path)
    assert notes == [f"'{path}': lines skipped above its header: 3."]
    assert load(write(PREAMBLES["words and commas"] + TABLE))[0] == [
        f"'{path}': lines skipped above its header: 1."
    ]
    assert load(write(PREAMBLES["what Excel is told"] + TABLE))[0] == []
    assert load(path, f"skip_lines: 1\n{SETTINGS}")[0] == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress, "zstd"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_above_the_header_are_skipped_in_any_encoding(
    write, load, codec, pack, line_end
):
    text = "Übersicht: alle\n\n" + TABLE.replace("k2", "kö")
    content = text.replace("\n", line_end).encode(codec)
    if pack == "zstd":
        content = pa.compress(content, codec="zstd", asbytes=True)
    else:
        content = pack(content)
    assert [line[:3] for line in load(write(content))[1]] == [
        ("till.csv", 4, "r1"),
        ("till.csv", 5, "r2"),
    ]


def test_lines_appended_below_a_title_are_read_alone(write, load):
    path = write(PREAMBLES["a title"] + TABLE)
    load(path)
    with open(path, "a") as file:
        file.write("r3;k3;03/02/2024;9\n")
    notes, found = load(path)
    assert (notes, [line[1] for line in found]) == ([], [4, 5, 6])


def test_a_repeated_header_is_no_line(write, load):
    _, found = load(write("Takings\n" + TABLE + TABLE))
    assert found[2] == ("till.csv", 5, "Receipt", None, ["line_repeats_the_header"])
    assert [line[1] for line in found if not line[4]] == [3, 4, 6, 7]


def test_declared_lines_are_skipped_whatever_they_hold(write, load):
    # The first line could also be the header.
    text = TABLE.split("\n")[0] + "\nCopied on Monday\n" + TABLE
    _, found = load(write(text), f"skip_lines: 2\n{SETTINGS}")
    assert [line[1] for line in found] == [4, 5]
    long = "x" * 2_500_000 + "\n" + TABLE
    with pytest.raises(OrdersError, match="nothing below the 1 lines"):
        load(write(long), f"skip_lines: 1\n{SETTINGS}")


def test_skip_lines_zero_ends_the_search(write, load):
    with pytest.raises(OrdersError, match="lacks columns"):
        load(write("Takings\n" + TABLE), f"skip_lines: 0\n{SETTINGS}")


def test_lines_may_be_skipped_above_a_file_without_a_header(write, load):
    settings = (
        "date_formats: ['%d/%m/%Y']\nskip_lines: 1\ncolumns: {}\n"
        "without_header: [[order_id, customer_id, ordered_at, sales_amount]]\n"
    )
    _, found = load(write("Takings\nr1;k1;01/02/2024;5\n"), settings)
    assert found == [("till.csv", 2, "r1", 5.0, None)]


def test_an_error_lists_the_columns_below_the_title(write):
    text = "Takings of all tills\n" + TABLE.replace("Paid", "Total")
    with pytest.raises(OrdersError, match="It has: Receipt, Card, Day, Total"):
        find_columns(write(text), BLOCK)


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        # The header has fewer columns than most lines, but it has all required columns.
        "Receipt;Card;Day;Paid\n" + "r1;k1;01/02/2024;5;more\n" * 9,
        # The header has more columns than any line.
        "Receipt;Card;Day;Paid;Note\n" + "r1;k1;01/02/2024;5\n" * 9,
        "Receipt,Card,Day,Paid\n" + "r1,k;1;2;3;4;5,01/02/2024,5\n" * 9,
        "\n\nReceipt;Card;Day;Paid\nr1;k1\n",
    ],
)
def test_a_complete_first_line_is_the_header(write, text):
    layout = sniff_with_block(write(text), BLOCK)
    assert layout.first_fields[:4] == ["Receipt", "Card", "Day", "Paid"]
    assert layout.passed_over == 0


def test_a_line_that_only_lists_the_columns_is_no_header(write):
    text = "Receipt,Card,Day,Paid\n\n" + TABLE
    block = SourceBlock("till", names={**BLOCK.names, "market": ["Till"]})
    assert sniff_with_block(write("Columns:\n" + text), block).first_fields == [
        "Receipt",
        "Card",
        "Day",
        "Paid",
    ]
    assert sniff_with_block(write("Columns:\n" + text), block).above == 3


@pytest.mark.parametrize("setting", ["skip_lines: three", "skip_lines: -1"])
def test_skip_lines_has_to_be_a_number(tmp_path, setting):
    (tmp_path / "till.yml").write_text(f"{setting}\n{SETTINGS}")
    with pytest.raises(OrdersError, match="needs a number of lines as skip_lines"):
        load_block("till", str(tmp_path))


def test_quotes_are_double_or_none(tmp_path):
    (tmp_path / "till.yml").write_text(f"quotes: single\n{SETTINGS}")
    with pytest.raises(OrdersError, match="unknown quotes 'single'. Known: double, no"):
        load_block("till", str(tmp_path))


QUOTED = 'Receipt\tCard\tDay\tPaid\nr"1\t"k1\t01/02/2024\t5\nr2"\tk"2"\t02/02/2024\t7\n'


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_quote_may_be_a_letter(write, load, codec):
    notes, found = load(write(QUOTED.encode(codec)), f"quotes: none\n{SETTINGS}")
    assert [line[2:] for line in found] == [('r"1', 5.0, None), ('r2"', 7.0, None)]
    assert "line_has_broken_quotes" in str(load(write(QUOTED))[1])


def test_lines_of_another_width_are_broken_where_quotes_are_letters(write, load):
    text = QUOTED + '"\tk\n"a\tb\t01/02/2024\t1\t"\n"a\tb\t01/02/2024\t1\t\t\n'
    _, found = load(write(text), f"quotes: none\n{SETTINGS}")
    assert [(line[1], line[4]) for line in found[2:]] == [
        (4, ["line_has_too_few_columns"]),
        (5, ["line_has_too_many_columns"]),
        (6, None),
    ]


def test_a_text_with_letters_for_quotes_is_read_in_place(write):
    block = SourceBlock("till", names=BLOCK.names, quotes="none")
    (file,) = open_files([write(QUOTED)], block, {})
    assert (file.in_place, file.has_quotes, file.records) == (True, False, 2)
