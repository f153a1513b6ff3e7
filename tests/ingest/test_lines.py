"""Values become columns of the dataset, and unreadable values get a reason."""

import json

import pytest

from ingest.engines.duckdb_dialect import DuckDB
from tests.ingest.reading_lines import GOOD, TEXT, read_line, warehouse
from tests.ingest.values import (
    BLOCK,
    EXPRESSIONS,
    QUESTIONS,
    answers,
    question,
    question_of_expressions,
)


@pytest.fixture
def read():
    """Return a function that reads one line of values with these types."""
    return read_line


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_of_every_type_are_read(name):
    cases, block = QUESTIONS[name]
    found = warehouse().execute(question(DuckDB(), cases, block)).fetchone()
    assert list(found) == answers(cases)


def test_expressions_over_extra_columns_give_the_expected_values():
    found = warehouse().execute(question_of_expressions(DuckDB())).fetchone()
    assert list(found) == [expected for *_, expected in EXPRESSIONS]


def test_a_valid_line_keeps_no_raw_values(read):
    line = read(GOOD)
    assert str(line["sales_amount"]) == "5.5000"
    nothing = (line["reasons"], line["raw_values"], line["profit_amount"])
    assert nothing == (None, None, None)


@pytest.mark.parametrize(
    ("column", "value"),
    [("ordered_at", "31.12.2024"), ("sales_amount", "12,50"), ("quantity", "two")],
)
def test_an_unreadable_value_has_a_reason_and_is_kept(read, column, value):
    line = read({**GOOD, column: value})
    assert line[column] is None
    assert line["reasons"][0] == f"{column}_unreadable"
    assert json.loads(line["raw_values"]) == {**GOOD, column: value}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"customer_id": None}, "customer_id_missing"),
        ({"order_id": "  "}, "order_id_missing"),
        ({"sales_amount": ""}, "sales_amount_missing"),
        ({"ordered_at": " "}, "ordered_at_missing"),
        ({"ordered_at": "1969-12-31"}, "ordered_at_out_of_range"),
        ({"ordered_at": "2100-01-01"}, "ordered_at_out_of_range"),
        ({"shipped_at": "2100-01-01"}, "shipped_at_out_of_range"),
        ({"discount_rate": "1.01"}, "discount_rate_out_of_range"),
        ({"discount_rate": "-0.01"}, "discount_rate_out_of_range"),
        ({"discount_rate": "half"}, "discount_rate_unreadable"),
    ],
)
def test_an_invalid_line_keeps_its_values(read, fault, reason):
    types = {**TEXT, "discount_rate": "VARCHAR", "shipped_at": "VARCHAR"}
    line = read({**GOOD, **fault}, types)
    assert line["reasons"] == [reason]
    assert json.loads(line["raw_values"]) == {**GOOD, **fault}


@pytest.mark.parametrize("nothing", ["NULL", " n/a", "--", "\\N", "NaN"])
def test_a_text_for_null_is_valid_in_an_optional_column(read, nothing):
    types = {**TEXT, "shipped_at": "VARCHAR", "discount_rate": "VARCHAR"}
    optional = dict.fromkeys(["quantity", "shipped_at", "discount_rate"], nothing)
    line = read({**GOOD, **optional}, types)
    assert (line["reasons"], line["quantity"]) == (None, None)
    line = read({**GOOD, "sales_amount": nothing}, types)
    assert line["reasons"] == ["sales_amount_missing"]


def test_limits_are_valid_and_all_reasons_are_listed(read):
    types = {**TEXT, "discount_rate": "VARCHAR"}
    edge = {"ordered_at": "1970-01-01", "sales_amount": "0", "discount_rate": "1"}
    assert read({**GOOD, **edge}, types)["reasons"] is None
    line = read(dict.fromkeys(TEXT))
    assert line["reasons"] == [
        "order_id_missing",
        "customer_id_missing",
        "ordered_at_missing",
        "sales_amount_missing",
    ]


def test_a_line_that_is_wrong_as_a_whole_has_that_one_reason(read):
    line = read(dict.fromkeys(TEXT), reason="line_repeats_the_header")
    assert line["reasons"] == ["line_repeats_the_header"]


def test_an_excluded_anonymous_line_keeps_no_raw_values(read):
    values = {**GOOD, "customer_id": None}
    assert read(values, anonymous_lines="excluded")["raw_values"] is None


def test_a_null_byte_makes_a_line_invalid(read):
    line = read({**GOOD, "customer_id": "c\0"}, look_for_null_bytes=True)
    assert line["reasons"] == ["line_has_null_bytes"]
    assert read(GOOD, look_for_null_bytes=True)["reasons"] is None


def test_rounding_is_measured_from_the_written_value(read):
    assert str(read({**GOOD, "sales_amount": "1.00004"})["rounding_amount"]) == (
        "-0.00004000000000"
    )
    typed = {**TEXT, "sales_amount": "DOUBLE"}
    assert read({**GOOD, "sales_amount": 0.123456}, typed)["rounding_amount"] != 0
    for amount in (0.3, 12.3, 99999999.9999, 1234567.89):
        assert read({**GOOD, "sales_amount": amount}, typed)["rounding_amount"] == 0


def test_a_return_is_negative_however_the_file_writes_it(read):
    line = read({**GOOD, "sales_amount": "1.00006"}, return_when="order_id like 'o%'")
    assert (str(line["sales_amount"]), str(line["quantity"])) == ("-1.0001", "-2.0000")
    assert str(line["rounding_amount"]) == "-0.00004000000000"


def test_an_expression_reads_typed_columns_and_an_overflow_is_null(read):
    block = {"expressions": {"sales_amount": ["quantity * unit_price"]}}
    types = {**TEXT, "unit_price": "VARCHAR"}
    values = {**GOOD, "unit_price": "2.5"}
    del values["sales_amount"]
    assert str(read(values, types, **block)["sales_amount"]) == "5.0000"
    huge = {**values, "unit_price": "99999999999999", "quantity": "99999999999999"}
    assert read(huge, types, **block)["sales_amount"] is None


def test_a_comma_is_decimal_only_where_the_block_says_so(read):
    values = {**GOOD, "sales_amount": "1.299,50"}
    assert str(read(values, decimal_comma=True)["sales_amount"]) == "1299.5000"
    # A value with a type of numbers contains no ambiguous comma.
    typed = {**TEXT, "sales_amount": "DOUBLE"}
    line = read({**GOOD, "sales_amount": 12.5}, typed, decimal_comma=True)
    assert str(line["sales_amount"]) == "12.5000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  two words ", "two words"), ("", None), ("   ", None), (None, None)]
    + [("0", "0"), ("NULL", "NULL"), ("Ünïcode ", "Ünïcode")],
)
def test_text_loses_blanks_around_it_and_nothing_else(read, text, expected):
    assert read({"market": text}, {"market": "VARCHAR"})["market"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.0", "12"),
        ("12.000", "12"),
        ("-7.0", "-7"),
        (" 12.0 ", "12"),
        ("00018.0", "00018"),
        ("12.5", "12.5"),
        ("12.50", "12.50"),
        ("12.", "12."),
        ("00018", "00018"),
        ("100", "100"),
        ("1.0.0", "1.0.0"),
        ("A12.0", "A12.0"),
        ("12345678901234567890.0", "12345678901234567890"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_an_id_loses_the_fraction_of_a_whole_number_only(read, text, expected):
    assert read({"order_id": text})["order_id"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A time without an offset is already local time, in summer and winter.
        ("2024-01-15 12:00:00", "2024-01-15 12:00:00"),
        ("2024-07-15 12:00:00", "2024-07-15 12:00:00"),
        # A local time that the change to summer time skips stays as it is written.
        ("2024-03-31 02:30:00", "2024-03-31 02:30:00"),
        # A time with an offset is converted: one hour later in winter, two in summer.
        ("2024-01-15T12:00:00+00", "2024-01-15 13:00:00"),
        ("2024-07-15T12:00:00+00", "2024-07-15 14:00:00"),
        ("2024-07-15T12:00:00-05:00", "2024-07-15 19:00:00"),
        ("2024-12-31T23:30:00+00:00", "2025-01-01 00:30:00"),
        # The last minute before each change of the clock, and the first minute after
        # it.
        ("2024-03-31T00:59:00+00", "2024-03-31 01:59:00"),
        ("2024-03-31T01:00:00+00", "2024-03-31 03:00:00"),
        ("2024-10-27T00:59:00+00", "2024-10-27 02:59:00"),
        ("2024-10-27T01:00:00+00", "2024-10-27 02:00:00"),
        # The first format that fits is used. In this format, days are before months.
        ("31/12/2024", "2024-12-31 00:00:00"),
        ("12/31/2024", None),
        ("2024-02-30 12:00:00", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_local_time_of_the_source_or_null(read, text, expected):
    found = read(
        {"ordered_at": text}, date_formats=BLOCK.date_formats, time_zone=BLOCK.time_zone
    )["ordered_at"]
    assert (None if found is None else str(found)) == expected
