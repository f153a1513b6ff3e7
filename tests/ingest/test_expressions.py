"""Expressions can read all columns of a file, but only canonical columns are stored."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks.expressions import columns_read, rewrite
from ingest.blocks.matching import (
    keys_read,
    match_columns,
    missing_columns,
    needed_expressions,
)
from ingest.blocks.source_block import SourceBlock
from ingest.engines.duckdb_dialect import DuckDB
from ingest.sources.load import load_block
from tests.ingest.reading_lines import GOOD, TEXT, read_line


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ('number("Gross") - number(file."Back, paid")', ["Gross", "Back, paid"]),
        ("quantity * Größe", ["quantity", "Größe"]),
        ('\'Gross\' || "a""b"', ['a"b']),
        ("case when paid is null then current_date else current_user end", ["paid"]),
        ("list_filter([Low, 2], lambda low: low > High)", ["Low", "High"]),
        ("list_reduce(Low, lambda a, b: a + b + High)", ["Low", "High"]),
        ('user || "User" || "current_date"', ["User", "current_date"]),
        ("buyer.id || file.buyer.name", ["buyer.id", "buyer.name"]),
        ("extra -> 'mail'", ["extra"]),
        ("/* number(x) */ moment('day)' || Day)", ["Day"]),
        ("1", []),
    ],
)
def test_columns_are_found_as_duckdb_finds_them(sql, columns):
    assert [column.name for column in columns_read(sql)] == columns


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1), st.text(), st.text())
def test_any_name_is_found_between_any_texts(name, before, after):
    name, before, after = (
        one.replace("\0", "") or "x" for one in (name, before, after)
    )
    text, more = (one.replace("'", "''") for one in (before, after))
    sql = f"'{text}' || number( {DuckDB().name(name)} )||'{more}'"
    (column,) = columns_read(sql)
    assert column.name == name
    found = rewrite(sql, lambda _: "here", lambda call, inner: f"{call.call}:{inner}:")
    assert found == f"'{text}' || number: here :||'{more}'"


def test_a_canonical_name_means_the_canonical_column_unless_it_is_qualified():
    sql = 'Quantity * file."quantity" + number(file.market)'
    block = SourceBlock("s", where=sql)
    assert block.extra_columns.keys() == {"quantity", "market"}
    assert keys_read(sql, block) == [
        "quantity",
        *(block.extra_keys[name] for name in ("quantity", "market")),
    ]


def test_text_between_columns_and_calls_is_kept():
    found = rewrite(
        "'Zahl' || number ( a + Moment(\"b)\") ) - file . c -- number(d)",
        lambda column: f"<{column.name}>",
        lambda call, inner: f"{call.call}[{inner}]",
    )
    assert found == "'Zahl' || number[ <a> + moment[<b)>] ] - <c> -- number(d)"


BLOCK = SourceBlock(
    "till",
    names={"order_id": ["Bon"], "customer_id": ["Card"], "ordered_at": ["Day"]},
    expressions={
        "sales_amount": ['number("To pay") - number("Given back")', 'number("Sum")'],
        "market": ["upper(Shop)"],
    },
)


def test_only_columns_of_the_chosen_expressions_are_read():
    header = ["Bon", "Card", "Day", "sum", "Given-Back", "shop", "Name", "TO PAY"]
    found = match_columns(BLOCK, header)
    keys = BLOCK.extra_keys
    assert found == {
        **{"order_id": 0, "customer_id": 1, "ordered_at": 2},
        **{keys["givenback"]: 4, keys["shop"]: 5, keys["topay"]: 7},
    }
    chosen = needed_expressions(BLOCK, found)
    assert chosen["sales_amount"] == BLOCK.expressions["sales_amount"][0]


def test_an_expression_is_chosen_where_the_file_has_all_its_columns():
    found = match_columns(BLOCK, ["Bon", "Card", "Day", "Sum", "To pay"])
    assert needed_expressions(BLOCK, found) == {"sales_amount": 'number("Sum")'}
    without = match_columns(BLOCK, ["Bon", "Card", "Day", "To pay"])
    assert missing_columns(BLOCK, without) == ["sales_amount"]
    assert {*without} == {"order_id", "customer_id", "ordered_at"}


def test_columns_of_a_condition_are_required():
    block = SourceBlock(
        "till",
        names={**BLOCK.names, "sales_amount": ["Sum"]},
        where="market = 'north' and \"Till no\" != '0'",
        return_when="Kind = 'back' or quantity < 0",
    )
    found = match_columns(block, ["Bon", "Card", "Day", "Sum", "kind"])
    assert missing_columns(block, found) == ["market", "Till no"]


def own_line(values, own, types=None, **block):
    """Return a line with all canonical columns and with extra columns of the file."""
    keys = SourceBlock("mine", **block).extra_keys
    own_values = {keys[name]: value for name, value in own.items()}
    own_types = {keys[name]: (types or {}).get(name, "VARCHAR") for name in own}
    return read_line({**values, **own_values}, {**TEXT, **own_types}, **block)


def computed(sql, own, types=None, **block):
    """Return the line whose sales an expression computes."""
    values = {name: GOOD[name] for name in GOOD if name != "sales_amount"}
    said = {"expressions": {"sales_amount": [sql]}, **block}
    return own_line(values, own, types, **said)


def test_money_is_computed_from_text_of_the_file():
    sql = 'number("Paid") - coalesce(number(file."Back"), 0)'
    line = computed(sql, {"paid": "1.234,50 €", "back": " "}, decimal_comma=True)
    assert (str(line["sales_amount"]), line["reasons"]) == ("1234.5000", None)
    line = computed(sql, {"paid": "$10.00", "back": "2.5-"})
    assert str(line["sales_amount"]) == "12.5000"


@pytest.mark.parametrize(
    ("sql", "own", "expected"),
    [
        ("number(Cents) / 100", {"cents": "1999"}, "19.9900"),
        ("number(Net) * (1 + number(Tax))", {"net": "100", "tax": "19 %"}, "119.0000"),
        ("number(Whole || '.' || Part)", {"whole": "7", "part": "25"}, "7.2500"),
        ("number(quantity) * 3", {}, "6.0000"),
        ("number(quantity * 1.5) + 1", {}, "4.0000"),
        (
            "if(Kind = 'half', 0.5, 1) * number(Net)",
            {"kind": " half", "net": "8"},
            "4.0000",
        ),
        (
            "list_sum(list_transform([Net], lambda one: number(one)))",
            {"net": "8 €"},
            "8.0000",
        ),
        ("epoch(moment(Day)) / 86400", {"day": "1970-01-11T00:00Z"}, "10.0000"),
    ],
)
def test_extra_columns_are_typed_on_demand(sql, own, expected):
    line = computed(sql, own)
    assert (str(line["sales_amount"]), line["reasons"]) == (expected, None)


def test_extra_columns_keep_their_types():
    types = {"cents": "BIGINT", "rate": "DOUBLE"}
    line = computed(
        "number(Cents) / 100 * number(Rate)", {"cents": 250, "rate": 0.5}, types
    )
    assert str(line["sales_amount"]) == "1.2500"
    # If a column already has a type of numbers, its point is no thousands separator.
    line = computed("number(Rate)", {"rate": 12.5}, types, decimal_comma=True)
    assert str(line["sales_amount"]) == "12.5000"


def test_a_date_and_a_time_can_be_joined():
    block = {
        "expressions": {"ordered_at": ["moment(Day || ' ' || Clock)"]},
        "date_formats": ["%d.%m.%Y %H.%M"],
    }
    values = {name: GOOD[name] for name in GOOD if name != "ordered_at"}
    line = own_line(values, {"day": "3.2.2024", "clock": "7.05"}, **block)
    assert str(line["ordered_at"]) == "2024-02-03 07:05:00"


def test_extra_columns_are_never_published():
    line = computed("number(Paid)", {"paid": "much"})
    assert line["reasons"] == ["sales_amount_missing"]
    assert "much" not in str(line)
    assert json.loads(line["raw_values"]).keys() == GOOD.keys() - {"sales_amount"}


LEFT_OUT = {"where": "State = 'settled' and quantity > 0"}


def test_lines_for_which_a_condition_is_not_true_are_left_out():
    assert own_line(GOOD, {"state": "settled"}, **LEFT_OUT)["reasons"] is None
    for state in ("failed", "", None):
        line = own_line(GOOD, {"state": state}, **LEFT_OUT)
        assert (line["reasons"], line["raw_values"]) == (["left_out_by_where"], None)


def test_a_line_that_is_left_out_has_no_other_reason():
    faulty = {**GOOD, "sales_amount": "", "customer_id": None, "ordered_at": "soon"}
    line = own_line(faulty, {"state": "failed"}, **LEFT_OUT)
    assert (line["reasons"], line["raw_values"]) == (["left_out_by_where"], None)
    kept = own_line(faulty, {"state": "settled"}, **LEFT_OUT)
    assert len(kept["reasons"]) == 3


def test_a_line_that_cannot_be_split_is_not_left_out():
    nothing = dict.fromkeys(TEXT)
    line = read_line(nothing, TEXT, "line_is_no_json_object", where="quantity > 0")
    assert line["reasons"] == ["line_is_no_json_object"]


def test_an_extra_column_can_mark_a_return():
    block = {"return_when": "Kind = 'credit'"}
    line = own_line(GOOD, {"kind": "credit"}, **block)
    assert str(line["sales_amount"]) == "-5.5000"
    # This condition reads only the status, so the sign does not change.
    block["names"] = {"order_status": ["Kind"]}
    line = own_line(GOOD, {"kind": "credit"}, **block)
    assert (str(line["sales_amount"]), line["status_meaning"]) == ("5.5000", "returned")


def test_yaml_can_hold_all_of_it(tmp_path):
    (tmp_path / "till.yml").write_text(
        "columns:\n"
        "  order_id: Bon\n"
        "  customer_id: {hashed: [Mail, 'Mail \"2\"']}\n"
        "  ordered_at: {sql: moment(Day)}\n"
        "  sales_amount: [Sum, {sql: number(Cents) / 100}]\n"
        "where: State = 'settled'\n"
    )
    block = load_block("till", str(tmp_path))
    header = ["Bon", "cents", "day", "state", 'mail "2"', "name"]
    found = match_columns(block, header)
    assert sorted(found.values()) == [0, 1, 2, 3, 4]
    assert missing_columns(block, found) == []
