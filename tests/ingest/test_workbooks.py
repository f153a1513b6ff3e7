"""Every row of a workbook is either read with its types, or named in a message."""

import struct
import zipfile
from datetime import date, datetime, time

import pytest

from ingest.errors import OrdersError
from ingest.formats.preview import preview
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import read_last_load
from ingest.opening.request import Request, open_request
from ingest.sources.load import load_block
from tests.ingest.loading import PLACE, lines

openpyxl = pytest.importorskip("openpyxl", reason="make setup-tables")
pytest.importorskip("python_calamine", reason="make setup-tables")

BLOCK = """
date_formats: ["%d.%m.%Y"]
decimal_comma: true
columns:
  order_id: Nummer
  customer_id: Kunde
  ordered_at: Datum
  sales_amount: Betrag
  product: Artikel
"""
HEADER = ["Nummer", "Kunde", "Datum", "Betrag"]
DAY = datetime(2024, 1, 5, 10, 30, 59)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "mine.yml").write_text(BLOCK)
    return tmp_path


def write(folder, sheets, name="orders.xlsx"):
    """Write sheets (names with rows) and return the path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def request(folder, path, source="mine"):
    return Request("orders", source, str(path), str(folder / "blocks"))


def load(warehouse, folder, path):
    return load_orders(warehouse, PLACE, request(folder, path))


def values(warehouse, *columns):
    return warehouse.execute(
        f"select {', '.join(columns)} from staging.order_lines "
        "order by source_file, line_number"
    ).fetchall()


def test_a_header_below_a_title_is_found_and_lines_have_the_rows_of_the_sheet(
    warehouse, folder
):
    rows = [["Umsatz 2024"], [], HEADER, [1, "a", DAY, 2.5], [], [], [2, "b", DAY, 3]]
    load(warehouse, folder, write(folder, {"Januar": rows}))
    name = "orders.xlsx?sheet=Januar"
    assert lines(warehouse) == [(name, 4, "1", 2.5, None), (name, 7, "2", 3.0, None)]


def test_columns_of_one_type_keep_it_and_mixed_ones_are_text(warehouse, folder):
    rows = [
        [*HEADER, "Artikel"],
        [10001, 7.0, DAY, 0.1 + 0.2, 4006381333931],
        ["A-10002", "7", "06.01.2024", "1.234,50", "tea"],
        [10003, 7.5, date(2024, 1, 7), -5, 2.25],
        ["00010004", True, time(10, 30), "n/a", None],
    ]
    load(warehouse, folder, write(folder, {"Orders": rows}))
    assert values(warehouse, "order_id", "customer_id", "product", "reasons") == [
        ("10001", "7", "4006381333931", None),
        ("A-10002", "7", "tea", None),
        ("10003", "7,5", "2,25", None),
        ("00010004", "true", None, ["ordered_at_unreadable", "sales_amount_missing"]),
    ]
    amounts = values(warehouse, "cast(sales_amount as double)", "ordered_at")
    assert amounts[:3] == [
        (0.3, DAY),
        (1234.5, datetime(2024, 1, 6)),
        (-5.0, datetime(2024, 1, 7)),
    ]


def test_a_type_holds_for_all_rows(warehouse, folder):
    rows = [HEADER, *([n, "c", DAY, n] for n in range(1, 3_000)), ["X9", "c", DAY, 1]]
    load(warehouse, folder, write(folder, {"Orders": rows}))
    assert values(warehouse, "order_id", "line_number")[-1] == ("X9", 3_001)
    assert not any(reasons for (reasons,) in values(warehouse, "reasons"))


def test_a_repeated_header_is_no_line_and_makes_no_column_text(warehouse, folder):
    rows = [HEADER, [1, "a", DAY, 1.5], HEADER, [2, "b", DAY, 2.5]]
    path = write(folder, {"Orders": rows})
    (file,) = open_request(request(folder, path)).files
    assert file.types["sales_amount"] == "DOUBLE"
    load(warehouse, folder, path)
    assert values(warehouse, "reasons") == [
        (None,),
        (["line_repeats_the_header"],),
        (None,),
    ]


def test_every_sheet_with_orders_is_read_and_a_note_names_the_others(warehouse, folder):
    path = write(
        folder,
        {
            "Notes": [["Please check"], ["by Monday"]],
            "2023": [HEADER, [1, "a", DAY, 1]],
            "2024": [["title"], HEADER[::-1], [2, DAY, "b", 3]],
            "Empty": [],
        },
    )
    said = load(warehouse, folder, path)
    assert [line[:3] for line in lines(warehouse)] == [
        ("orders.xlsx?sheet=2023", 2, "1"),
        ("orders.xlsx?sheet=2024", 3, "3"),
    ]
    assert said == [
        f"'{path}?sheet=Notes' was left out: it has none of the columns of source "
        "'mine'.",
        f"'{path}?sheet=Empty' was left out: the sheet is empty.",
    ]


def test_one_sheet_can_be_named(warehouse, folder):
    sheets = {"2023": [HEADER, [1, "a", DAY, 1]], "2024": [HEADER, [2, "b", DAY, 2]]}
    path = write(folder, sheets)
    load(warehouse, folder, f"{path}?sheet=2024")
    assert [line[:3] for line in lines(warehouse)] == [
        ("orders.xlsx?sheet=2024", 2, "2")
    ]
    with pytest.raises(OrdersError, match=r"no sheet '2025'. It has: 2023, 2024\."):
        load(warehouse, folder, f"{path}?sheet=2025")
    assert len(lines(warehouse)) == 1


@pytest.mark.parametrize("pattern", ["", "*.xlsx"])
def test_workbooks_of_a_folder_are_read_without_excels_lock_files(
    warehouse, folder, pattern
):
    orders = folder / "orders"
    orders.mkdir()
    for month in (1, 2):
        rows = [HEADER, [month, "a", DAY, 1]]
        write(orders, {"Orders": rows}, f"2024-{month}.xlsx")
    (orders / "~$2024-1.xlsx").write_bytes(b"\x05owner")
    load(warehouse, folder, orders / pattern)
    assert [line[0] for line in lines(warehouse)] == [
        "2024-1.xlsx?sheet=Orders",
        "2024-2.xlsx?sheet=Orders",
    ]


@pytest.mark.parametrize("named", ["", "?sheet=Kunden"])
def test_a_sheet_without_a_required_column_is_refused(folder, named):
    sheets = {"2024": [HEADER, [1, "a", DAY, 1]], "Kunden": [["Kunde"], ["a"]]}
    path = write(folder, sheets)
    with pytest.raises(OrdersError, match="sheet=Kunden' lacks columns .*order_id"):
        open_request(request(folder, f"{path}{named}"))


def test_a_workbook_without_orders_is_refused(folder):
    path = write(folder, {"Notes": [["Please check"]], "Empty": []})
    with pytest.raises(OrdersError, match="sheet=Notes' lacks columns"):
        open_request(request(folder, path))
    with pytest.raises(OrdersError, match="no sheet with lines"):
        open_request(request(folder, write(folder, {"Empty": []})))
    with pytest.raises(OrdersError, match="header but no lines"):
        open_request(request(folder, write(folder, {"Orders": [HEADER, [None]]})))


def test_a_note_names_columns_without_a_header(folder):
    rows = [[*HEADER, None, "Artikel"], [1, "a", DAY, 1, "note", "tea"]]
    opened = open_request(request(folder, write(folder, {"Orders": rows})))
    assert "column E without a name in the header was not read" in opened.notes[0]


def test_merged_cells_are_filled_by_carry_down(warehouse, folder):
    (folder / "blocks" / "mine.yml").write_text(
        f"{BLOCK}carry_down: [customer_id, ordered_at]\n"
    )
    path = write(folder, {"Orders": [HEADER, [1, "a", DAY, 1], [1, None, None, 2]]})
    book = openpyxl.load_workbook(path)
    book["Orders"].merge_cells("B2:B3")
    book.save(path)
    load(warehouse, folder, path)
    assert values(warehouse, "customer_id", "reasons") == [("a", None)] * 2


def test_skip_lines_works_for_sheets(warehouse, folder):
    rows = [HEADER, HEADER, [1, "a", DAY, 1]]
    path = write(folder, {"Orders": rows})
    (folder / "blocks" / "mine.yml").write_text(f"{BLOCK}skip_lines: 1\n")
    load(warehouse, folder, path)
    assert [line[1:3] for line in lines(warehouse)] == [(3, "1")]
    block = "columns: {}\nwithout_header:\n"
    block += "  - [order_id, customer_id, ordered_at, sales_amount]\n"
    (folder / "blocks" / "mine.yml").write_text(block)
    load(warehouse, folder, write(folder, {"Orders": [[], rows[2], rows[2]]}))
    assert [line[1:3] for line in lines(warehouse)] == [(2, "1"), (3, "1")]


def test_an_unchanged_workbook_is_not_read_again_and_a_changed_one_is(
    warehouse, folder
):
    sheets = {"A": [HEADER, [1, "a", DAY, 1]], "B": [HEADER, [2, "b", DAY, 2]]}
    path = write(folder, {**sheets, "Notes": [["x"]]})
    load(warehouse, folder, path)
    held = read_last_load(warehouse, PLACE)
    assert open_request(request(folder, path), held).files == []
    assert load(warehouse, folder, path) == []
    write(folder, {**sheets, "C": [HEADER, [3, "c", DAY, 3]]})
    load(warehouse, folder, path)
    assert [line[2] for line in lines(warehouse)] == ["1", "2", "3"]
    write(folder, {"C": [HEADER, [3, "c", DAY, 3]]})
    load(warehouse, folder, path)
    assert [line[2] for line in lines(warehouse)] == ["3"]


def test_a_preview_shows_the_rows_of_a_sheet(folder):
    path = write(folder, {"Orders": [["t"], HEADER, [1, "a", DAY, 1.5], [2, "b", DAY]]})
    names, rows = preview(f"{path}?sheet=Orders", load_block("mine", folder / "blocks"))
    assert names == HEADER
    assert rows == [["1", "a", str(DAY), "1,5"], ["2", "b", str(DAY), ""]]


def test_a_text_with_the_ending_of_a_workbook_is_read_as_text(warehouse, folder):
    path = folder / "orders.xls"
    path.write_text("Nummer;Kunde;Datum;Betrag\n1;a;05.01.2024;2,50\n")
    load(warehouse, folder, path)
    assert lines(warehouse) == [("orders.xls", 2, "1", 2.5, None)]


@pytest.mark.parametrize("size", [6, 1_000, -200, -1])
def test_an_error_names_a_damaged_workbook(folder, size):
    rows = [HEADER, *([n, f"customer {n}", DAY, n] for n in range(500))]
    path = write(folder, {"Orders": rows})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(OrdersError, match="orders.xlsx' is damaged"):
        open_request(request(folder, path))


def test_an_error_names_a_protected_workbook(folder):
    path = folder / "orders.xlsx"
    path.write_bytes(compound_file("EncryptedPackage"))
    with pytest.raises(OrdersError, match="protected by a password: save it without"):
        open_request(request(folder, path))


def compound_file(stream):
    """Return the compound file of an encrypted workbook, with one empty stream."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    return head + fat + entry("Root Entry", 5, 1) + entry(stream, 2) + bytes(256)


def entry(name, kind, child=0xFFFFFFFF):
    """Return the directory entry of a stream in a compound file."""
    text = name.encode("utf-16-le") + b"\0\0"
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(text), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
    )


def test_a_workbook_of_libreoffice_is_read(warehouse, folder):
    path = folder / "orders.ods"
    day = 'office:value-type="date" office:date-value="2024-01-05T10:30:59"'
    number = 'office:value-type="float" office:value="{}"'
    text = 'office:value-type="string"'
    header = "".join(cell(text, name) for name in HEADER)
    line = "".join(
        [
            cell(number.format(1), "1"),
            cell(text, "a"),
            cell(day, "5.1.24"),
            cell(number.format(2.5), "2,50 €"),
        ]
    )
    rows = "".join(
        f"<table:table-row>{one}</table:table-row>" for one in (header, line)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Januar">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as file:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        file.writestr("mimetype", kind)
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", "<manifest/>")
    load(warehouse, folder, path)
    assert lines(warehouse) == [("orders.ods?sheet=Januar", 2, "1", 2.5, None)]
    assert values(warehouse, "ordered_at") == [(DAY,)]


def cell(kind, text):
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"
