"""In a file with one bad line of each kind, each gets its documented verdict."""

import csv
import io

import pytest

from tests.pipeline.project import Project

COLUMNS = (
    "order_line_id,order_id,customer_id,ordered_at,shipped_at,shipping_mode,"
    "order_status,payment_type,customer_type,market,category,product,quantity,"
    "unit_price,discount_rate,sales_amount,profit_amount"
).split(",")
GOOD = dict(
    zip(
        COLUMNS,
        (
            "L1,O1,C1,2024-05-01 10:00:00,2024-05-03 09:00:00,First Class,COMPLETE,"
            "DEBIT,Consumer,Europe,Books,Atlas,1,20.00,0.00,20.00,5.00"
        ).split(","),
        strict=True,
    )
)
ACCEPTED = ("accepted", [])


def rejected(*reasons):
    return ("rejected", list(reasons))


# Each case has changes of a good line, the expected verdict and the expected reasons.
CASES = {
    # ids
    "no customer": ({"customer_id": ""}, rejected("customer_id_missing")),
    "blank customer": ({"customer_id": "   "}, rejected("customer_id_missing")),
    "no order": ({"order_id": ""}, rejected("order_id_missing")),
    "no line id": ({"order_line_id": ""}, ACCEPTED),
    "leading zeros": ({"customer_id": "00018"}, ACCEPTED),
    "beyond 2^63": ({"customer_id": "92233720368547758081"}, ACCEPTED),
    "fractional id": ({"customer_id": "12097.683"}, ACCEPTED),
    "float id": ({"customer_id": "12097.0"}, ACCEPTED),
    "negative id": ({"customer_id": "-7"}, ACCEPTED),
    # repeated ids: equal lines, then a line with another amount
    "repeated": ({"order_line_id": "same"}, ("duplicate", [])),
    "the last of equal lines": ({"order_line_id": "same"}, ACCEPTED),
    "corrected": ({"order_line_id": "twice"}, ("superseded", [])),
    "the correction": ({"order_line_id": "twice", "sales_amount": "6.00"}, ACCEPTED),
    # dates
    "no date": ({"ordered_at": ""}, rejected("ordered_at_missing")),
    "day before month": (
        {"ordered_at": "31/12/2024 10:00:00"},
        rejected("ordered_at_unreadable"),
    ),
    "month before day": (
        {"ordered_at": "12/31/2024"},
        rejected("ordered_at_unreadable"),
    ),
    "31 February": (
        {"ordered_at": "2024-02-31 10:00:00"},
        rejected("ordered_at_unreadable"),
    ),
    "no leap year": (
        {"ordered_at": "2023-02-29 10:00:00"},
        rejected("ordered_at_unreadable"),
    ),
    "hour 25": (
        {"ordered_at": "2024-05-01 25:00:00"},
        rejected("ordered_at_unreadable"),
    ),
    "a number as date": ({"ordered_at": "45413"}, rejected("ordered_at_unreadable")),
    "text as date": ({"ordered_at": "yesterday"}, rejected("ordered_at_unreadable")),
    "year 0001": (
        {"ordered_at": "0001-01-01 00:00:00"},
        rejected("ordered_at_out_of_range"),
    ),
    "year 9999": (
        {"ordered_at": "9999-12-31 00:00:00"},
        rejected("ordered_at_out_of_range"),
    ),
    "1969": (
        {"ordered_at": "1969-12-31 23:59:59"},
        rejected("ordered_at_out_of_range"),
    ),
    "2100": (
        {"ordered_at": "2100-01-01 00:00:00"},
        rejected("ordered_at_out_of_range"),
    ),
    "an hour that summer time skips": (
        {"ordered_at": "2024-03-31 02:30:00"},
        ACCEPTED,
    ),
    "not shipped": ({"shipped_at": ""}, ACCEPTED),
    "shipped before ordered": ({"shipped_at": "2024-04-01 00:00:00"}, ACCEPTED),
    "shipped some day": ({"shipped_at": "soon"}, rejected("shipped_at_unreadable")),
    "shipped in year 9999": (
        {"shipped_at": "9999-12-31 00:00:00"},
        rejected("shipped_at_out_of_range"),
    ),
    # amounts
    "no amount": ({"sales_amount": ""}, rejected("sales_amount_missing")),
    "zero": ({"sales_amount": "0"}, ACCEPTED),
    "minus zero": ({"sales_amount": "-0.00"}, ACCEPTED),
    "negative amount": ({"sales_amount": "-20.00"}, ACCEPTED),
    "1e400": ({"sales_amount": "1e400"}, rejected("sales_amount_unreadable")),
    "NaN": ({"sales_amount": "NaN"}, rejected("sales_amount_missing")),
    "infinite": ({"sales_amount": "inf"}, rejected("sales_amount_unreadable")),
    "too large": ({"sales_amount": "9" * 20}, rejected("sales_amount_unreadable")),
    "thousands": ({"sales_amount": "1,234.50"}, ACCEPTED),
    "odd thousands": (
        {"sales_amount": "12,34.50"},
        rejected("sales_amount_unreadable"),
    ),
    "currency sign": ({"sales_amount": "$20.00"}, ACCEPTED),
    "currency code": ({"sales_amount": "20.00 EUR"}, ACCEPTED),
    "no currency": (
        {"sales_amount": "20.00 apples"},
        rejected("sales_amount_unreadable"),
    ),
    "decimal comma": ({"sales_amount": "20,00"}, rejected("sales_amount_unreadable")),
    "hexadecimal": ({"sales_amount": "0x10"}, rejected("sales_amount_unreadable")),
    "Arabic digits": ({"sales_amount": "٢٠"}, rejected("sales_amount_unreadable")),
    "in brackets": ({"sales_amount": "(20.00)"}, ACCEPTED),
    "five places": ({"sales_amount": "20.00005"}, ACCEPTED),
    "exponent": ({"sales_amount": "2e1"}, ACCEPTED),
    "blanks around": ({"sales_amount": "  20.00 "}, ACCEPTED),
    "unreadable profit": (
        {"profit_amount": "a little"},
        rejected("profit_amount_unreadable"),
    ),
    "no profit": ({"profit_amount": ""}, ACCEPTED),
    "no profit in words": ({"profit_amount": "n/a"}, ACCEPTED),
    "zero quantity": ({"quantity": "0"}, ACCEPTED),
    "negative quantity": ({"quantity": "-1"}, ACCEPTED),
    "a dozen": ({"quantity": "a dozen"}, rejected("quantity_unreadable")),
    "negative price": ({"unit_price": "-20.00"}, ACCEPTED),
    "unreadable price": ({"unit_price": "?"}, rejected("unit_price_unreadable")),
    "discount in percent": (
        {"discount_rate": "20"},
        rejected("discount_rate_out_of_range"),
    ),
    "percent sign": ({"discount_rate": "10%"}, ACCEPTED),
    "percent of money": (
        {"sales_amount": "10%"},
        rejected("sales_amount_unreadable"),
    ),
    "negative discount": (
        {"discount_rate": "-0.1"},
        rejected("discount_rate_out_of_range"),
    ),
    "everything wrong": (
        {"customer_id": "", "ordered_at": "x", "sales_amount": "x"},
        rejected(
            "customer_id_missing", "ordered_at_unreadable", "sales_amount_unreadable"
        ),
    ),
    # texts
    "SQL in a name": ({"product": "'); drop table staging.x; --"}, ACCEPTED),
    "SQL in an id": ({"customer_id": "1' or '1'='1"}, ACCEPTED),
    "formula": ({"product": '=HYPERLINK("http://x","y")'}, ACCEPTED),
    "right to left": ({"product": "\u202eكتاب\u202c"}, ACCEPTED),
    "emoji": ({"product": "📚👩‍👩‍👧"}, ACCEPTED),
    "Jinja": ({"product": "{{ 1 / 0 }}"}, ACCEPTED),
    "a comma in quotes": ({"product": "Atlas, large"}, ACCEPTED),
    "quotes in quotes": ({"product": 'the "large" atlas'}, ACCEPTED),
    "a line break in quotes": ({"product": "Atlas\nlarge"}, ACCEPTED),
    "a megabyte": ({"product": "x" * 1_000_000}, ACCEPTED),
    "NUL": ({"product": "At\0las"}, rejected("line_has_null_bytes")),
    "unknown status": ({"order_status": "TELEPORTED"}, ACCEPTED),
    "the header again": (
        {column: column for column in COLUMNS},
        rejected("line_repeats_the_header"),
    ),
    "left out": ({"customer_id": "TEST"}, ("excluded", ["customer_left_out"])),
}
# Lines that a CSV writer would not write.
RAW = {
    "too many columns": (",".join(GOOD.values()) + ",x", "line_has_too_many_columns"),
    "too few columns": ("L,O,C", "line_has_too_few_columns"),
    "an open quote": (
        ",".join(GOOD.values()).replace("Atlas", '"Atlas'),
        "line_has_broken_quotes",
    ),
    "text behind a quote": (
        ",".join(GOOD.values()).replace("Atlas", '"At"las'),
        "line_has_broken_quotes",
    ),
    "bad bytes": (
        ",".join(GOOD.values()).replace("Atlas", "\udcff\udcfe"),
        "line_has_bad_bytes",
    ),
    "over 2 MB": (
        ",".join(GOOD.values()).replace("Atlas", "x" * 3_000_000),
        "line_is_too_long",
    ),
}


def write_line(values):
    """Return the text of a line from a CSV writer."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Return verdict and reasons by case; the file also has good lines."""
    project = Project(tmp_path_factory.mktemp("bad lines"))
    path = project.folder / "it's orders.csv"
    lines, places, number = [",".join(COLUMNS) + "\n"], {}, 2
    for name in [*CASES, *RAW]:
        good = {**GOOD, "order_line_id": f"good {name}"}
        if name in CASES:
            bad = {**GOOD, "order_line_id": f"bad {name}", **CASES[name][0]}
            text = write_line(bad.values())
        else:
            text = RAW[name][0] + "\n"
        for part in (text, write_line(good.values())):
            places[number] = name if part == text else f"good {name}"
            lines.append(part)
            number += part.count("\n")
    path.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))
    seed_excluded_customer(project)
    run = project.dbt(
        "build",
        *[
            "--select",
            "+segmentation__order_lines_judged",
            "--exclude",
            "segmentation__excluded_customers",
        ],
        *["--indirect-selection", "empty"],
        variables={"orders_source": "sample", "orders_path": str(path)},
    )
    assert run.returncode == 0, run.stdout
    rows = project.query(
        "select line_number, verdict, reasons from staging.order_lines_judged"
    )
    assert len(rows) == 2 * len(CASES) + 2 * len(RAW)
    return {places[number]: (verdict, reasons) for number, verdict, reasons in rows}


def seed_excluded_customer(project):
    """Fill the seed in this warehouse, and leave the file in seeds/ unchanged."""
    import duckdb

    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute("create schema seeds")
        connection.execute(
            "create table seeds.excluded_customers as"
            " select 'TEST' as customer_id, 'a test account' as reason"
        )


@pytest.mark.parametrize("name", CASES)
def test_a_line_gets_its_verdict(judged, name):
    assert judged[name] == CASES[name][1]


@pytest.mark.parametrize("name", RAW)
def test_a_line_that_cannot_be_split_is_rejected(judged, name):
    assert judged[name] == rejected(RAW[name][1])


def test_no_bad_line_harms_the_good_one_behind_it(judged):
    harmed = [
        name
        for name, verdict in judged.items()
        if name.startswith("good ") and verdict != ACCEPTED
    ]
    assert harmed == []
