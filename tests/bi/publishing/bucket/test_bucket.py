"""Publishing to an object store: the manifest names the files of one run."""

import json

import duckdb
import pytest

from bi.publish import TargetError, publish
from bi.publishing.bucket.publish import publish_bucket
from bi.publishing.local.database import REQUIRED_MARTS
from tests.bi.publishing.marts_warehouse import make_warehouse
from tests.object_store import serve_bucket

ADDRESS = "s3://shop/published"


@pytest.fixture
def client(monkeypatch):
    with serve_bucket(monkeypatch, "shop") as client:
        yield client


@pytest.fixture
def publish_rows(tmp_path):
    """Return a function that publishes marts with this many rows, also to a bucket."""

    def publish_rows(rows, address=ADDRESS):
        make_warehouse(tmp_path / "warehouse.duckdb", rows)
        return publish(
            tmp_path / "warehouse.duckdb",
            tmp_path / "analytics.duckdb",
            tmp_path / "exports",
            {"url": address},
        )

    return publish_rows


def read(client, key):
    return client.get_object(Bucket="shop", Key=f"published/{key}")["Body"].read()


def runs(client):
    listed = client.list_objects_v2(Bucket="shop", Prefix="published/runs/")["Contents"]
    return sorted({one["Key"].split("/")[2] for one in listed})


def test_the_manifest_names_the_uploaded_files(client, publish_rows, tmp_path):
    publish_rows(5)
    manifest = json.loads(read(client, "manifest.json"))
    assert set(manifest["files"]) == set(REQUIRED_MARTS)
    for table, file in manifest["files"].items():
        here = tmp_path / "exports" / f"{table}.parquet"
        assert read(client, file) == here.read_bytes()
        assert manifest["rows"][table] == 5


def test_only_the_last_former_run_is_kept(client, publish_rows):
    former = []
    for rows in (3, 4, 5):
        publish_rows(rows)
        manifest = json.loads(read(client, "manifest.json"))
        former.append(manifest["files"]["orders"].split("/")[1])
    assert runs(client) == former[1:]


def test_only_files_of_a_killed_run_are_removed(client, publish_rows):
    publish_rows(3)
    client.put_object(Bucket="shop", Key="published/runs/20200101T/orders.parquet")
    client.put_object(Bucket="shop", Key="published/mine.txt", Body=b"mine")
    publish_rows(4)
    assert len(runs(client)) == 2
    assert read(client, "mine.txt") == b"mine"


def test_a_failed_upload_keeps_the_former_run(client, publish_rows, tmp_path):
    publish_rows(3)
    before = read(client, "manifest.json")
    (tmp_path / "exports" / "data_quality.parquet").unlink()
    with pytest.raises(TargetError, match=f"Nothing was published to '{ADDRESS}'"):
        publish_bucket(ADDRESS, tmp_path / "exports")
    assert read(client, "manifest.json") == before


def test_a_missing_bucket_gets_one_sentence_and_is_not_created(
    client, publish_rows, tmp_path
):
    with pytest.raises(TargetError, match="Nothing was published to 's3://nowhere/x'"):
        publish_rows(4, "s3://nowhere/x")
    assert [one["Name"] for one in client.list_buckets()["Buckets"]] == ["shop"]
    here = f"select count(*) from '{tmp_path}/exports/orders.parquet'"
    assert duckdb.sql(here).fetchall() == [(4,)]


def test_the_error_names_the_missing_package_of_a_store(publish_rows):
    with pytest.raises(TargetError, match="Nothing .* 'gs://shop/x'.*gcsfs"):
        publish_rows(3, "gs://shop/x")
