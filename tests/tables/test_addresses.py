"""Addresses of tables are parsed, and their passwords are not stored."""

import os
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.errors import OrdersError
from ingest.tables.address import (
    find_address,
    find_password,
    hide_password,
    without_password,
)

SERVERS = ["postgresql", "postgres", "mysql", "mariadb", "ducklake:postgresql"]
# Long enough that no other part of an address contains it by chance.
PASSWORDS = st.text(min_size=8, max_size=20)


@given(scheme=st.sampled_from(SERVERS), password=PASSWORDS)
def test_a_password_is_taken_out_of_an_address(scheme, password):
    written = quote(password, safe="")
    address = f"{scheme}://reader:{written}@host:5432/shop?table=public.orders"
    shown = f"{scheme}://reader@host:5432/shop?table=public.orders"
    assert without_password(address) == (shown, password)
    assert without_password(shown) == (shown, "")


@given(password=PASSWORDS)
def test_no_part_of_an_unescaped_password_is_shown(password):
    # Leave out passwords that look like a port and an option.
    assume(not re.match(r"\d*\?\w+=", password))
    assume("table=" not in password and "%" not in password)
    address = f"postgresql://reader:{password}@host/shop?table=orders"
    shown, found = without_password(address)
    assert (shown, found) == ("postgresql://reader@host/shop?table=orders", password)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://host/shop?table=orders&user=me&password=secretsecret",
        "mysql://me@host/shop?password=secretsecret&table=orders",
    ],
)
def test_a_password_in_the_query_is_taken_out(address):
    shown, password = without_password(address)
    assert password == "secretsecret"
    assert "secret" not in shown and "table=orders" in shown


@pytest.mark.parametrize(
    "path",
    [
        "orders.csv",
        "a:b@c/orders.csv",
        "s3://bucket/orders.csv?X-Amz-Signature=1",
        "postgresql://host:5432/shop?table=orders",
        "postgresql://reader@host:5432/shop?table=orders",
        "postgresql://reader@/shop?host=/var/run/postgresql&table=orders",
    ],
)
def test_an_address_without_a_password_is_unchanged(path):
    assert without_password(path) == (path, "")


def test_a_password_is_kept_for_this_process_only(monkeypatch):
    monkeypatch.setenv("ORDERS_PASSWORD", "")
    shown = hide_password("orders", "mysql://me:secret@host/shop?table=orders")
    assert shown == "mysql://me@host/shop?table=orders"
    assert find_password("orders") == os.environ["ORDERS_PASSWORD"] == "secret"


def test_an_address_that_still_holds_a_password_is_refused():
    with pytest.raises(OrdersError, match="ORDERS_PASSWORD") as caught:
        find_address("postgresql://me:hunter22@host/shop?table=orders")
    assert "hunter22" not in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["orders.csv", "2024/orders_??.csv", "orders?table.csv", "s3://shop/orders.csv"],
)
def test_files_are_no_addresses(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_address(path) is None


def test_a_database_file_is_known_by_its_first_bytes(tmp_path):
    shop = tmp_path / "shop"
    shop.write_bytes(b"SQLite format 3\0 and so on")
    address = find_address(f"{shop}?table=main.orders")
    assert (address.kind, address.place) == ("sqlite", str(shop))
    assert address.table == "main.orders"
    other = tmp_path / "other"
    other.write_bytes(b"\0" * 8 + b"DUCK and so on")
    assert find_address(str(other)).kind == "duckdb"


@pytest.mark.parametrize("written", ["sqlite:{}", "sqlite:///{}"])
def test_a_prefix_may_name_a_database_file(written, tmp_path):
    shop = tmp_path / "shop.db"
    shop.write_bytes(b"")
    assert find_address(written.format(shop)).place == str(shop)


def test_an_error_names_a_missing_database():
    with pytest.raises(OrdersError, match="There is no file 'nowhere.db'"):
        find_address("sqlite:nowhere.db?table=orders")


def test_an_unknown_option_is_refused():
    with pytest.raises(OrdersError, match="unknown option 'tabel'.*Known: table"):
        find_address("postgresql://host/shop?tabel=orders")


def test_options_of_a_server_are_kept():
    address = find_address("postgresql://host/shop?sslmode=require&table=orders")
    assert address.options == (("sslmode", "require"),)
    assert address.table == "orders"
    assert Path(address.label) == Path(
        "postgresql://host/shop?sslmode=require&table=orders"
    )
