"""Customers named by an e-mail address are always stored as keyed hashes."""

import hashlib
import hmac
import json
import stat

import duckdb
import pytest

from commands import key
from ingest.blocks.matching import match_columns
from ingest.blocks.source_block import SourceBlock
from ingest.errors import OrdersError
from ingest.loading.load import load_orders
from ingest.loading.loaded_files import Destination
from ingest.opening.known_files import fingerprint
from ingest.opening.request import Request
from ingest.sql import hashing
from tests.ingest.reading_lines import GOOD, TEXT, read_line, warehouse

KEY = "a key of nobody's shop"
MAIL = "  Ida.Berg@Post.example "
HASH = hmac.new(KEY.encode(), b"ida.berg@post.example", hashlib.sha256).hexdigest()[:32]
BLOCK = """
columns:
  order_id: bon
  customer_id: {customer}
  ordered_at: day
  sales_amount: sum
"""
LINES = f"""bon,card,mail,day,sum
1,C7,{MAIL},2024-02-01,5
2,ida.berg@post.example,ida.berg@post.EXAMPLE,2024-02-02,
3,,,2024-02-03,7
"""


@pytest.fixture(autouse=True)
def no_key(monkeypatch, tmp_path):
    """Remove the key, so that tests use only the key that they set."""
    monkeypatch.delenv(hashing.VARIABLE, raising=False)
    monkeypatch.setattr(hashing, "key_file", lambda: tmp_path / "customer.key")


@pytest.fixture
def load(tmp_path):
    """Return a function that loads lines as a build does and returns them."""

    def load_lines(customer):
        (tmp_path / "till.yml").write_text(BLOCK.format(customer=customer))
        (tmp_path / "till.csv").write_text(LINES)
        with duckdb.connect(str(tmp_path / "till.duckdb")) as session:
            session.execute("create schema if not exists staging")
            request = Request(
                "orders", "till", str(tmp_path / "till.csv"), str(tmp_path)
            )
            load_orders(session, Destination("till", "staging"), request)
            return session.execute(
                "select customer_id, reasons, raw_values from staging.order_lines "
                "order by line_number"
            ).fetchall()

    return load_lines


def test_a_hashed_customer_is_the_keyed_hash_of_the_bare_lower_case_value(
    load, monkeypatch
):
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    first, second, third = load("{hashed: [none, Mail]}")
    assert (first[0], second[0], third[0]) == (HASH, HASH, None)
    assert third[1] == ["customer_id_missing"]


def test_an_email_address_in_an_id_column_is_hashed(load, monkeypatch):
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    first, second, _ = load("card")
    assert first[0] == "C7"
    assert second[:2] == (HASH, ["sales_amount_missing"])
    assert json.loads(second[2])["customer_id"] == HASH


@pytest.mark.parametrize("customer", ["mail", "{hashed: mail}", "{sql: lower(mail)}"])
def test_an_email_address_is_stored_nowhere(load, monkeypatch, tmp_path, customer):
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    load(customer)
    held = (tmp_path / "till.duckdb").read_bytes().lower()
    assert HASH.encode() in held
    assert b"ida.berg" not in held
    assert KEY.encode() not in held


@pytest.mark.parametrize("customer", ["card", "{hashed: mail}", "{sql: lower(mail)}"])
def test_without_a_key_nothing_is_loaded(load, customer):
    with pytest.raises(OrdersError) as error:
        load(customer)
    assert "run make key (or set CUSTOMER_KEY), then build again" in str(error.value)
    assert "ida" not in str(error.value).lower()
    assert "\n" not in str(error.value)


def test_an_email_address_of_any_type_is_hashed(monkeypatch):
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    types = {**TEXT, "customer_id": "JSON"}
    with hashing.customer_key_set(warehouse()):
        line = read_line({**GOOD, "customer_id": MAIL, "sales_amount": ""}, types)
    assert line["customer_id"] == HASH
    assert json.loads(line["raw_values"])["customer_id"] == HASH


def test_events_name_a_customer_as_orders_do(monkeypatch):
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    event = {"customer_id": MAIL, "signal": "visit", "occurred_at": "2024-01-01"}
    with hashing.customer_key_set(warehouse()):
        line = read_line(event, dict.fromkeys(event, "VARCHAR"), holds="events")
    assert (line["customer_id"], line["reasons"]) == (HASH, None)


def test_customers_without_an_address_need_no_key(load, tmp_path):
    first, *_ = load("bon")
    assert first[0] == "1"


@pytest.mark.parametrize(("column", "needs"), [("Member", False), ("Mail", True)])
def test_a_key_is_needed_where_the_file_has_only_the_address(column, needs):
    block = SourceBlock(
        "shop",
        names={"customer_id": ["Member"]},
        expressions={"customer_id": ['hashed(file."Mail")']},
    )
    matched = match_columns(block, ["Order", column])
    assert hashing.uses_key(block, matched) is needs
    assert hashing.uses_key(block)


def test_a_long_key_is_hashed_first(load, monkeypatch):
    monkeypatch.setenv(hashing.VARIABLE, 9 * KEY)
    said = hmac.new(9 * KEY.encode(), b"ida.berg@post.example", hashlib.sha256)
    assert load("mail")[0][0] == said.hexdigest()[:32]


def test_another_key_reads_all_files_again_and_is_not_shown(monkeypatch):
    marks = []
    for said in ("", KEY, KEY + "!"):
        monkeypatch.setenv(hashing.VARIABLE, said)
        marks.append(fingerprint("sample", ""))
    assert len({*marks}) == 3


def test_a_key_that_can_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv(hashing.VARIABLE, "secret")
    with pytest.raises(OrdersError, match="shorter than 16 letters"):
        hashing.find_key()


def test_make_key_writes_a_key_that_only_its_owner_reads_and_never_another(capsys):
    assert key.main() == 0
    path = hashing.key_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = hashing.find_key()
    assert len(first) == 64
    assert key.main() == 0
    assert hashing.find_key() == first
    said = capsys.readouterr().out
    assert "customer.key exists already" in said
    assert first.decode() not in said


def test_the_key_of_the_environment_goes_first(monkeypatch):
    key.main()
    monkeypatch.setenv(hashing.VARIABLE, KEY)
    assert hashing.find_key() == KEY.encode()
