"""Files of URLs are downloaded from a web server and from an object store."""

import functools
import http.server
import threading
from pathlib import Path

import fsspec
import pytest

from ingest.errors import OrdersError
from ingest.files.remote import fetch_files
from ingest.opening.request import Request, open_request
from tests.object_store import serve_bucket

ORDERS = "customer_id,date,amount\na,2026-01-01,10.5\nb,2026-01-02,3\n"


@pytest.fixture(autouse=True)
def nothing_fetched(monkeypatch, tmp_path):
    monkeypatch.setenv("FETCHED_PATH", str(tmp_path / "fetched"))
    fetch_files.cache_clear()
    yield
    # fsspec keeps one client per address, and the client caches its listings.
    fsspec.config.conf.clear()


@pytest.fixture
def web(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS)
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(folder)
    )
    handler.log_message = lambda *words: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def bucket(monkeypatch):
    with serve_bucket(monkeypatch, "shop") as client:
        yield functools.partial(client.put_object, Bucket="shop")


def next_run(*addresses):
    """Return the local copies that a later process would read."""
    fetch_files.cache_clear()
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    return [one for address in addresses for one in fetch_files(address)]


def test_a_sheet_of_a_remote_workbook_is_read_once(web, tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="make setup-tables")
    pytest.importorskip("python_calamine", reason="make setup-tables")
    book = openpyxl.Workbook()
    for title in ("2023", "2024"):
        sheet = book.create_sheet(title)
        sheet.append(["customer_id", "date", "amount"])
        sheet.append([f"of {title}", "2026-01-01", 3])
    book.save(tmp_path / "site" / "orders.xlsx")
    address = f"{web}/orders.xlsx?sheet=2024"
    opened = open_request(Request(source="purchase_log", path=address))
    assert opened.path == address
    (file,) = opened.files
    assert file.source_file.endswith("/orders.xlsx?sheet=2024")


def test_a_web_address_opens_like_a_file_and_its_signature_is_not_kept(web):
    opened = open_request(
        Request(source="purchase_log", path=f"{web}/orders.csv?signature=secret")
    )
    assert opened.path == f"{web}/orders.csv"
    (file,) = opened.files
    assert file.records == 2
    assert Path(file.source_file).read_text() == ORDERS
    assert file.source_file.endswith("/orders.csv")
    assert "secret" not in str(opened)


def test_a_changed_file_of_a_web_server_is_fetched_again(web, tmp_path):
    (copy,) = next_run(f"{web}/orders.csv")
    (tmp_path / "site" / "orders.csv").write_text(ORDERS + "c,2026-01-03,1\n")
    assert next_run(f"{web}/orders.csv") == [copy]
    assert Path(copy).read_text().endswith("c,2026-01-03,1\n")


def test_a_missing_page_is_named_without_its_signature(web):
    with pytest.raises(OrdersError, match="There is no file") as raised:
        open_request(
            Request(source="purchase_log", path=f"{web}/nothing.csv?signature=secret")
        )
    assert "secret" not in str(raised.value)


def test_a_server_that_does_not_answer_is_named(web):
    with pytest.raises(OrdersError, match="could not be fetched|no file"):
        open_request(
            Request(source="purchase_log", path="http://127.0.0.1:9/orders.csv")
        )


def test_a_pattern_in_a_bucket_opens_all_its_files(bucket):
    bucket(Key="2026/a.csv", Body=ORDERS)
    bucket(Key="2026/b.csv", Body=ORDERS)
    bucket(Key="2025/c.csv", Body=ORDERS)
    opened = open_request(Request(source="purchase_log", path="s3://shop/2026/*.csv"))
    assert [Path(file.source_file).name for file in opened.files] == ["a.csv", "b.csv"]
    assert opened.path == "s3://shop/2026/*.csv"


def test_only_changed_files_of_a_bucket_are_fetched_again(bucket):
    bucket(Key="a.csv", Body=ORDERS)
    bucket(Key="b.csv", Body=ORDERS)
    before = {one: Path(one).stat().st_ino for one in next_run("s3://shop/*.csv")}
    bucket(Key="b.csv", Body=ORDERS + "c,2026-01-03,1\n")
    after = {one: Path(one).stat().st_ino for one in next_run("s3://shop/*.csv")}
    changed = [Path(one).name for one in after if after[one] != before[one]]
    assert changed == ["b.csv"]


def test_an_error_names_a_pattern_that_matches_nothing_in_a_bucket(bucket):
    with pytest.raises(OrdersError, match="There is no file 's3://shop/none/"):
        open_request(Request(source="purchase_log", path="s3://shop/none/*.csv"))


def test_a_store_without_its_package_says_which_one_is_missing():
    with pytest.raises(OrdersError, match="needs one more package: .*gcsfs"):
        open_request(Request(source="purchase_log", path="gs://shop/orders.csv"))


def test_an_unknown_scheme_is_refused_in_one_sentence():
    with pytest.raises(OrdersError, match="'sftpp://shop/a.csv' could not be fetched"):
        open_request(Request(source="purchase_log", path="sftpp://shop/a.csv"))
