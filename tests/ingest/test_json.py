"""JSON records are read from files of every form, and each item becomes a line."""

import gzip
import json
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.formats.columns import find_columns
from ingest.formats.preview import item_lists, preview
from ingest.loading.load import load_orders
from ingest.opening.request import Request
from ingest.sources.load import load_block
from tests.ingest.loading import PLACE, lines

BLOCK = """
date_formats: ['%Y-%m-%d']
columns:
  order_id: number
  customer_id: buyer.key
  ordered_at: placed
  sales_amount: total
  market: shop/place
"""
ITEMS = """
date_formats: ['%Y-%m-%d']
items: basket.rows
columns:
  order_id: number
  customer_id: buyer.key
  ordered_at: placed
  product: basket.rows.what
  sales_amount: basket.rows.paid
"""
ORDER = {
    "number": 7001,
    "buyer": {"key": "b1", "mail": "b1@example.org"},
    "placed": "2024-02-03",
    "total": 12.5,
    "shop/place": "nörth",
}
BASKET = {**ORDER, "basket": {"rows": [{"what": "pen", "paid": 2}, {"paid": "3.5"}]}}


def order(number, **more):
    return {**ORDER, "number": number, **more}


def basket(number, *paid):
    rows = [{"what": f"thing {one}", "paid": one} for one in paid]
    return order(number, basket={"rows": rows})


def as_lines(records):
    return "".join(json.dumps(one) + "\n" for one in records)


FORMS = {
    "lines": as_lines,
    "lines of letters": lambda records: "\n".join(
        json.dumps(one, ensure_ascii=False) for one in records
    ),
    "an array": json.dumps,
    "an array of lines": lambda records: (
        "[" + as_lines(records)[:-1].replace("\n", ",\n") + "]"
    ),
    "an array over lines": lambda records: json.dumps(records, indent=2) + "\n",
    "an object": lambda records: json.dumps({"page": 1, "orders": records, "x": []}),
    "an object over lines": lambda records: json.dumps(
        {"data": {"orders": records}, "next": None}, indent="\t"
    ),
    "objects over lines": lambda records: "\n".join(
        json.dumps(one, indent=1) for one in records
    ),
}


@pytest.fixture
def write(tmp_path):
    def write(content, name="shop.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def load(warehouse, tmp_path):
    def load(path, block=BLOCK):
        (tmp_path / "shop.yml").write_text(block)
        asked = Request("orders", "shop", str(path), str(tmp_path))
        return load_orders(warehouse, PLACE, asked)

    return load


@pytest.fixture
def told(warehouse):
    """Return all stored values of lines."""
    return lambda: warehouse.execute(
        "select * exclude (source_file) from staging.order_lines order by line_number"
    ).fetchall()


@pytest.mark.parametrize("form", FORMS)
def test_records_are_read_alike_in_every_form(write, load, warehouse, form):
    assert load(write(FORMS[form]([order(1), order("2", total="7")]))) == []
    assert [line[1:] for line in lines(warehouse)] == [
        (1, "1", 12.5, None),
        (2, "2", 7.0, None),
    ]
    asked = "select customer_id, market from staging.order_lines"
    assert warehouse.execute(asked).fetchall() == [("b1", "nörth")] * 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_every_form_may_be_packed_and_of_any_encoding(
    write,
    load,
    warehouse,
    form,
    codec,
    pack,
):
    text = FORMS[form]([order(1), basket(2, 4)])
    load(write(pack(text.encode(codec))))
    assert [line[1:] for line in lines(warehouse)] == [
        (1, "1", 12.5, None),
        (2, "2", 12.5, None),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_each_item_is_a_line_and_records_without_are_counted(
    write,
    load,
    warehouse,
    form,
):
    records = [basket(1, 4, 5), order(2), basket(3), basket(4, 6)]
    path = write(FORMS[form](records))
    assert load(path, ITEMS) == [f"'{path}': records without items give no lines: 2."]
    assert [line[1:] for line in lines(warehouse)] == [
        (1, "1", 4.0, None),
        (2, "1", 5.0, None),
        (3, "4", 6.0, None),
    ]
    asked = "select product, customer_id from staging.order_lines"
    assert warehouse.execute(asked).fetchall()[2] == ("thing 6", "b1")


def test_a_note_warns_of_a_total_that_each_item_repeats(write, load):
    block = ITEMS.replace("basket.rows.paid", "total")
    path = write(as_lines([basket(1, 4), basket(2, 5)]))
    assert load(path, block) == []
    (note,) = load(write(as_lines([basket(1, 4), basket(2, 5, 6)])), block)
    assert note.startswith(f"'{path}': sales_amount is total of the whole record on")
    assert load(write(as_lines([basket(1, 4, 5)])), ITEMS) == []


def test_a_sole_item_may_stand_without_a_list(write, load, warehouse):
    sole = order(5, basket={"rows": {"what": "ink", "paid": 9}})
    load(write(as_lines([basket(1, 4), sole])), ITEMS)
    assert [line[2:4] for line in lines(warehouse)] == [("1", 4.0), ("5", 9.0)]


def test_appended_records_are_read_alone_unless_items_are_counted(
    write,
    load,
    warehouse,
):
    read_from = "select read_from from staging.order_files"
    for block, start, numbers in ((BLOCK, True, [1, 2]), (ITEMS, False, [1, 2, 3])):
        path = write(as_lines([basket(1, 4, 5)]))
        load(path, block)
        with open(path, "a") as file:
            file.write(as_lines([basket(2, 6)]))
        load(path, block)
        assert [line[1] for line in lines(warehouse)] == numbers
        assert bool(warehouse.execute(read_from).fetchone()[0]) == start


def test_lines_that_cannot_be_read_have_numbers_of_their_own(
    write,
    load,
    warehouse,
):
    text = as_lines([basket(1, 4, 5)]).encode() + b'\n{"a": "\xff"}\n{"b": \n'
    text += b'{"a": "\xff\xff"}\n5\n' + as_lines([basket(2, 6)]).encode()
    path = write(b"\xef\xbb\xbf" + text)
    load(path, ITEMS)
    bad, none = ["line_has_bad_bytes"], ["line_is_no_json_object"]
    assert [(line[1], line[2], line[4]) for line in lines(warehouse)] == [
        (1, "1", None),
        (2, "1", None),
        (3, None, bad),
        (4, None, none),
        (5, None, bad),
        (6, None, none),
        (7, "2", None),
    ]
    load(path, BLOCK)
    assert [(line[1], line[4]) for line in lines(warehouse)] == [
        (1, None),
        (3, bad),
        (4, none),
        (5, bad),
        (6, none),
        (7, None),
    ]


def test_elements_of_an_array_that_are_no_objects_are_rejected(write, load, warehouse):
    path = write(json.dumps([order(1), None, [order(2)], "x" * 99, order(3)]))
    with (
        patch("ingest.formats.json_files.document_pipe.LONGEST_LINE", 500),
        patch("ingest.formats.json_files.document_pipe.AT_ONCE", 2),
    ):
        load(path)
    none = ["line_is_no_json_object"]
    assert [(line[1], line[4]) for line in lines(warehouse)] == [
        (1, None),
        (2, none),
        (3, none),
        (4, none),
        (5, None),
    ]


def test_a_record_of_an_array_that_is_too_long_is_rejected(write, load, warehouse):
    path = write(json.dumps([order(1), order(2, note="x" * 2_000_000), order(3)]))
    load(path)
    assert [(line[1], line[4]) for line in lines(warehouse)] == [
        (1, None),
        (2, ["line_is_too_long"]),
        (3, None),
    ]


@pytest.mark.parametrize("form", ["lines", "an array"])
@pytest.mark.parametrize("value", [{"key": "b1"}, ["b1"], {}, []])
@pytest.mark.parametrize("where", ["number", "total", "key"])
def test_a_line_with_a_nested_value_keeps_no_values(
    write, load, told, form, value, where
):
    bad = {**ORDER, where: value}
    if where == "key":
        bad["buyer"] = {"key": value}
    load(write(FORMS[form]([order(1), bad, order(3)])))
    reasons = [line[-2] for line in told()]
    assert reasons == [None, ["line_has_a_nested_value"], None]
    assert "b1" not in str(told()[1]) and "nörth" not in str(told()[1])


def test_an_object_is_no_column_and_a_null_beside_it_is_none(write):
    records = [order(1, buyer=None), order(2), order(3, buyer={"key": {"a": 1}})]
    names = find_columns(write(as_lines(records)), ANYTHING)[0]
    assert names == [
        "number",
        "placed",
        "total",
        "shop/place",
        "buyer.key",
        "buyer.mail",
        "buyer.key.a",
    ]
    block = SourceBlock("shop", names={"customer_id": ["buyer"]})
    with pytest.raises(OrdersError, match=r"buyer\.key") as error:
        find_columns(write(as_lines(records)), block)
    assert "b1" not in str(error.value)


ANYTHING = SourceBlock(
    "anything",
    expressions=dict.fromkeys(load_block("sample").dataset.required_columns, ["0"]),
)
ODD = ["a b", "a/b", "a~b", "~1", "0", 'a"b', "a'b", "$.a", "ä", "a[0]", "*", ""]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("is_item", [False, True])
def test_a_name_may_have_any_characters(write, load, told, name, is_item):
    record = order(1, **{name: {name: "there"}}, list=[{name: "there"}])
    path = f"list.{name}" if is_item else f"{name}.{name}"
    items = "items: list" if is_item else ""
    block = f"{items}{BLOCK}  category: {json.dumps(path)}\n"
    load(write(as_lines([record])), block)
    assert "there" in told()[0]


VALUES = {
    "1": "1",
    "10.50": "10.5",
    "12345678901234567890123456789": "12345678901234567890123456789",
    "-0.001": "-0.001",
    "true": "true",
    "false": "false",
    "null": None,
    '""': None,
    '"null"': "null",
    '"{\\"a\\": 1}"': '{"a": 1}',
    '"[x]"': "[x]",
    '"a\\nb\\t\\u00e9\\ud83d\\ude42"': "a\nb\té🙂",
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("form", ["{}\n", "[{}]", '{{"a": [\n{}\n]}}'])
def test_a_value_is_text(write, load, warehouse, value, form):
    record = json.dumps(order(1, kind="here")).replace('"here"', value)
    load(write(form.format(record)), f"{BLOCK}  category: kind\n")
    asked = "select category from staging.order_lines"
    assert warehouse.execute(asked).fetchall() == [(VALUES[value],)]


def test_a_null_byte_is_found_however_it_is_written(write, load, warehouse):
    load(write(as_lines([order("1\0"), order(2, note="\0")])))
    assert [line[4] for line in lines(warehouse)] == [["line_has_null_bytes"], None]


def test_the_block_has_to_name_one_of_several_lists(write, load, warehouse):
    lists = {"buyers": [{"key": 1}, {"key": 2}], "data": {"orders": [order(1)]}}
    load(write(json.dumps(lists)))
    assert [line[2] for line in lines(warehouse)] == ["1"]
    path = write(json.dumps({"old": [order(0)], **lists}))
    with pytest.raises(OrdersError) as error:
        load(path)
    assert f"'{path}' has several lists of objects" in str(error.value)
    assert "old, buyers, data.orders" in str(error.value)
    assert str(error.value).endswith("such as records: old.")
    load(path, "records: data.orders" + BLOCK)
    assert [line[2] for line in lines(warehouse)] == ["1"]
    with pytest.raises(OrdersError, match="no list 'rows', which source 'shop' names"):
        load(path, "records: rows" + BLOCK)


def test_a_preview_without_a_block_shows_the_longest_list(write):
    lists = {"errors": [{"code": 1}], "orders": [order(1), order(2)]}
    assert [row[0] for row in preview(write(json.dumps(lists)), ANYTHING)[1]] == [
        "1",
        "2",
    ]


def test_items_of_parquet_are_refused_with_a_hint(write, load, tmp_path):
    parquet.write_table(pa.table({"number": [1]}), tmp_path / "shop.parquet")
    with pytest.raises(OrdersError, match="write .* with one line for each element of"):
        load(tmp_path / "shop.parquet", ITEMS)


def test_an_error_names_missing_items(write, load):
    path = write(as_lines([order(1, parts=[{"a": 1}])]))
    with pytest.raises(OrdersError, match=r"'basket\.rows'.*objects: none\."):
        load(path, ITEMS)


def test_a_sole_order_is_a_record_whatever_lists_it_has(write, load, warehouse):
    for text in (json.dumps(BASKET), json.dumps(BASKET, indent=2)):
        load(write(text))
        assert [line[1:4] for line in lines(warehouse)] == [(1, "7001", 12.5)]
        load(write(text), ITEMS)
        assert [line[1:4] for line in lines(warehouse)] == [
            (1, "7001", 2.0),
            (2, "7001", 3.5),
        ]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_file_may_hold_several_pages_of_records(write, load, warehouse, indent):
    pages = [{"orders": [order(1), order(2)]}, {"orders": [order(3)], "last": True}]
    path = write("\n".join(json.dumps(page, indent=indent) for page in pages))
    load(path, "records: orders" + BLOCK)
    assert [line[1:3] for line in lines(warehouse)] == [(1, "1"), (2, "2"), (3, "3")]


def test_arrays_of_arrays_are_refused(write, load):
    with pytest.raises(OrdersError, match="has no objects that can be records"):
        load(write('[["number", "total"], [1, 2]]'))


def test_expressions_read_values_of_records_and_items(write, load, warehouse):
    block = ITEMS.replace(
        "basket.rows.paid", '{sql: number("basket.rows.paid") * number(file.factor)}'
    )
    load(write(as_lines([{**basket(1, 4, 5), "factor": 2}])), block)
    assert [line[3] for line in lines(warehouse)] == [8.0, 10.0]


DAMAGED = {
    "cut off": json.dumps([order(1), order(2)], indent=1)[:-40],
    "cut off within an object": json.dumps({"orders": [order(1)]})[:-9],
    "something behind": json.dumps([order(1)]) + "x",
    "no comma": json.dumps([order(1), order(2)]).replace("}, {", "} {"),
    "a comma too many": json.dumps({"orders": [order(1)]}, indent=1)[:-1] + ",}",
    "a name without quotes": "{\n orders: [{}]}",
    "a line break in a value": '[{"a": "b\nc"}]',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_json_is_refused_in_one_sentence(write, load, name):
    with pytest.raises(OrdersError, match=r"shop\.json' is damaged at line \d+, co"):
        load(write(DAMAGED[name]))


def test_a_broken_first_line_is_rejected_like_any_other(write, load, warehouse):
    load(write('{"number": 1,\n' + as_lines([order(2), order(3)])))
    assert [(line[1], line[4]) for line in lines(warehouse)] == [
        (1, ["line_is_no_json_object"]),
        (2, None),
        (3, None),
    ]


def test_a_text_may_begin_with_a_bracket(write):
    names, _, _ = find_columns(write("[number],[total]\n1,2\n"), ANYTHING)
    assert names == ["[number]", "[total]"]


def test_a_preview_shows_values_of_records_and_items(write):
    path = write(json.dumps({"orders": [basket(1, 4, 5.50), order(2)]}))
    names, rows = preview(path, ANYTHING)
    assert (names[0], [row[0] for row in rows]) == ("number", ["1", "2"])
    assert item_lists(path, ANYTHING) == ["basket.rows"]
    block = SourceBlock("shop", items="basket.rows", expressions=ANYTHING.expressions)
    names, rows = preview(path, block)
    assert names[-2:] == ["basket.rows.what", "basket.rows.paid"]
    assert [row[-1] for row in rows] == ["4", "5.5"]


@pytest.mark.parametrize("word", ["records", "items"])
def test_a_list_is_named_by_its_path(tmp_path, word):
    (tmp_path / "shop.yml").write_text(f"{word}: [a]\n{BLOCK}")
    with pytest.raises(OrdersError, match=f"needs the path of a list as {word}"):
        load_block("shop", str(tmp_path))


VALUE = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
KEYS = st.sampled_from(["note", "x y", "n/a", "é"])
ANY = st.recursive(
    VALUE,
    lambda some: st.lists(some, max_size=2) | st.dictionaries(KEYS, some),
    max_leaves=4,
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"number": st.integers(0, 9) | st.text('a\n{["', max_size=3)},
        optional={
            "buyer": st.fixed_dictionaries({"key": VALUE, "more": ANY}),
            "total": st.integers(-9, 9) | ANY,
            "note": ANY,
            "basket": st.fixed_dictionaries(
                {"rows": st.lists(st.fixed_dictionaries({"paid": VALUE}), max_size=3)}
            ),
        },
    ),
    max_size=5,
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(records=RECORDS, block=st.sampled_from([BLOCK, ITEMS]))
def test_any_records_are_read_alike_in_every_form(write, load, told, records, block):
    records = [BASKET, *records, BASKET]
    found = {}
    for form in ("lines", "an array", "an array over lines", "an object over lines"):
        load(write(FORMS[form](records)), block)
        found[form] = told()
    assert all(one == found["lines"] for one in found.values())
    expected = sum(len(one.get("basket", {"rows": []})["rows"]) for one in records)
    assert len(found["lines"]) == (expected if block is ITEMS else len(records))
