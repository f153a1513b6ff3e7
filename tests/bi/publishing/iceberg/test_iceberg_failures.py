"""Failures of publishing to Iceberg leave the rows unchanged."""

import subprocess
import sys
import threading
from contextlib import closing

import pytest

from bi.publish import TargetError
from bi.publishing.iceberg.publish import publish_iceberg
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.publishing.iceberg.iceberg_catalog import CLIENT, TOKEN
from tests.bi.publishing.lake import open_iceberg, read_iceberg

KILLED = (
    "import sys; from pathlib import Path; "
    "from bi.publishing.iceberg.publish import publish_iceberg; "
    "publish_iceberg(sys.argv[1], Path(sys.argv[2]))"
)


def rows_by_table(iceberg):
    with closing(open_iceberg(iceberg)) as connection:
        return {
            connection.execute(f"select count(*) from lake.marts.{table}").fetchone()[0]
            for table in REQUIRED_MARTS
        }


@pytest.mark.parametrize("name", ["orders", "_published"])
def test_a_table_of_somebody_else_is_not_replaced(iceberg, publish_to_iceberg, name):
    read_iceberg(iceberg, "create schema lake.marts")
    read_iceberg(iceberg, f"create table lake.marts.{name} as select 1 as mine")
    with pytest.raises(TargetError, match=f"marts.{name} was not published from here"):
        publish_to_iceberg(3)
    assert read_iceberg(iceberg, f"from lake.marts.{name}") == [(1,)]
    assert len(iceberg.tables) == 1


def test_a_run_that_is_killed_or_fails_changes_no_row(
    iceberg, publish_to_iceberg, tmp_path
):
    publish_to_iceberg(3)
    publish_to_iceberg(500, address="")
    arrived, ended = threading.Event(), threading.Event()

    def wait():
        arrived.set()
        ended.wait(60)
        raise RuntimeError("the client is gone")

    iceberg.before_commit = wait
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, iceberg.address, tmp_path / "analytics.duckdb"]
    )
    assert arrived.wait(60)
    child.kill()
    assert child.wait() == -9
    ended.set()
    assert rows_by_table(iceberg) == {3}
    with pytest.raises(TargetError, match="Nothing was published to Iceberg"):
        publish_to_iceberg.again()
    assert rows_by_table(iceberg) == {3}
    iceberg.before_commit = lambda: None
    publish_to_iceberg.again()
    assert rows_by_table(iceberg) == {500}


def test_one_of_two_publications_at_once_fails_with_a_sentence(
    iceberg, publish_to_iceberg, tmp_path
):
    publish_to_iceberg(3)
    publish_to_iceberg(40, address="")
    other = tmp_path / "other.duckdb"
    (tmp_path / "analytics.duckdb").rename(other)

    def overtake():
        iceberg.before_commit = lambda: None
        publish_iceberg(iceberg.address, other)

    iceberg.before_commit = overtake
    with pytest.raises(TargetError, match="changed the same tables") as raised:
        publish_to_iceberg(30)
    assert "\n" not in str(raised.value)
    assert rows_by_table(iceberg) == {40}


def test_a_client_secret_replaces_a_token(iceberg, publish_to_iceberg, monkeypatch):
    monkeypatch.delenv("ICEBERG_TOKEN")
    monkeypatch.setenv("ICEBERG_CLIENT_ID", CLIENT["client_id"])
    monkeypatch.setenv("ICEBERG_CLIENT_SECRET", CLIENT["client_secret"])
    place = f"{iceberg.address}/v1/oauth/tokens"
    monkeypatch.setenv("ICEBERG_OAUTH2_SERVER_URI", place)
    publish_to_iceberg(3)
    assert rows_by_table(iceberg) == {3}
    monkeypatch.setenv("ICEBERG_CLIENT_SECRET", "another-secret")
    with pytest.raises(TargetError, match="Nothing was published to Iceberg") as raised:
        publish_to_iceberg(3)
    assert "another-secret" not in str(raised.value)


def test_a_catalog_that_changes_one_table_at_a_time_is_refused(
    iceberg, publish_to_iceberg
):
    iceberg.abilities = ["POST /v1/{prefix}/namespaces/{namespace}/tables/{table}"]
    with pytest.raises(TargetError, match="cannot change several tables at once"):
        publish_to_iceberg(3)
    assert iceberg.tables == {}


@pytest.mark.parametrize("token", ["wrong-secret", ""])
def test_a_wrong_token_gets_one_sentence(publish_to_iceberg, monkeypatch, token):
    monkeypatch.setenv("ICEBERG_TOKEN", token)
    with pytest.raises(TargetError, match="ICEBERG_TOKEN") as raised:
        publish_to_iceberg(3)
    assert "\n" not in str(raised.value)
    assert "wrong-secret" not in str(raised.value)


def test_a_missing_catalog_gets_one_sentence(publish_to_iceberg, tmp_path):
    with pytest.raises(TargetError) as raised:
        publish_to_iceberg(3, "http://127.0.0.1:9/catalog")
    sentence = str(raised.value)
    assert sentence.startswith("Nothing was published to Iceberg (http://127.0.0.1:9")
    assert "\n" not in sentence
    assert TOKEN not in sentence
    assert (tmp_path / "exports" / "orders.parquet").exists()


@pytest.mark.parametrize("address", ["secret", "https://me:secret@host/catalog"])
def test_a_wrong_address_is_not_shown(publish_to_iceberg, address):
    with pytest.raises(
        TargetError, match="PUBLISH_ICEBERG is not an address"
    ) as raised:
        publish_to_iceberg(3, address)
    assert "secret" not in str(raised.value)
