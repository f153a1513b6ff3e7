"""A block gives the statuses of its orders a meaning."""

import pytest

from ingest.errors import OrdersError
from ingest.sources.load import load_block
from tests.ingest.reading_lines import GOOD, TEXT, read_line

TYPES = {**TEXT, "order_status": "VARCHAR"}
STATUSES = {"betaald": "counted", "interugbetaald": "returned", "7": "pending"}
COLUMNS = "columns: {order_id: a, customer_id: b, ordered_at: c, sales_amount: d}\n"


def meaning(status, statuses=STATUSES, **more):
    line = read_line({**GOOD, "order_status": status, **more}, TYPES, statuses=statuses)
    return line["status_meaning"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("betaald", "counted"),
        ("BETAALD ", "counted"),
        ("in terug-betaald", "returned"),
        ("In_Terug Betaald", "returned"),
        ("7", "pending"),
        ("betaal", None),
        ("", None),
        (None, None),
    ],
)
def test_case_blanks_and_hyphens_of_a_status_do_not_matter(status, expected):
    assert meaning(status) == expected


def test_without_statuses_the_meaning_is_null():
    assert meaning("betaald", statuses={}) is None


def status_return(amount, statuses=()):
    values = {**GOOD, "order_status": "retour", "sales_amount": amount}
    said = {"return_when": "order_status = 'retour'", "statuses": dict(statuses)}
    return read_line(values, TYPES, **said)


def test_a_purchase_with_a_returned_status_keeps_its_sign():
    line = status_return("12.50")
    assert line["status_meaning"] == "returned"
    assert (str(line["sales_amount"]), str(line["quantity"])) == ("12.5000", "2.0000")


def test_a_negative_line_of_a_returned_order_stays_negative():
    line = status_return("-12.50")
    assert line["status_meaning"] is None
    assert str(line["sales_amount"]) == "-12.5000"
    assert status_return("-1", {"retour": "counted"})["status_meaning"] == "counted"


def test_a_condition_on_more_than_the_status_turns_the_sign():
    said = {"return_when": "order_status = 'retour' and quantity > 0"}
    line = read_line({**GOOD, "order_status": "retour"}, TYPES, **said)
    assert (str(line["sales_amount"]), line["status_meaning"]) == ("-5.5000", None)


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ("{Betaald: paid}", "meaning 'paid' for the status 'Betaald'. Known: counted,"),
        ("{No: cancelled}", "a status that YAML reads as False: put it in quotes"),
        ("{On hold: pending, on_hold: counted}", "the status 'on_hold' two meanings"),
        ("[Betaald]", "needs a mapping as statuses"),
    ],
)
def test_a_status_that_means_nothing_is_refused(tmp_path, statuses, sentence):
    (tmp_path / "mine.yml").write_text(f"{COLUMNS}statuses: {statuses}\n")
    with pytest.raises(OrdersError, match="mine.yml") as error:
        load_block("mine", str(tmp_path))
    assert sentence in str(error.value)


def test_events_have_no_statuses(tmp_path):
    text = "holds: events\nstatuses: {a: counted}\ncolumns: {customer_id: a}\n"
    (tmp_path / "mine.yml").write_text(text)
    with pytest.raises(OrdersError, match="unknown setting 'statuses'"):
        load_block("mine", str(tmp_path))
