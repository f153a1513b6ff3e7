"""All files of a folder are read; single files of a lakehouse table are refused."""

import functools
import os

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.errors import OrdersError
from ingest.files.find import find_files
from ingest.files.remote import fetch_files
from tests.object_store import serve_bucket

LINES = pa.table({"n": [1, 2, 3]})


def write(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(LINES, path)
    else:
        path.write_text("{}\n")
    return path


def test_a_folder_is_all_its_files_in_the_order_of_their_names(tmp_path):
    files = [
        write(tmp_path / name)
        for name in ("year=2023/b.parquet", "year=2024/m=1/a.parquet", "z.parquet")
    ]
    for name in ("_SUCCESS", ".z.parquet.crc", "_temporary/0/part.csv"):
        write(tmp_path / name)
    assert find_files(str(tmp_path)) == [str(one) for one in files]
    assert find_files(f"{tmp_path}/") == [str(one) for one in files]


def test_partition_folders_may_begin_with_an_underscore(tmp_path):
    file = write(tmp_path / "_shop=7" / "a.parquet")
    assert find_files(str(tmp_path)) == [str(file)]


@pytest.mark.parametrize(
    "names",
    [
        ("a.csv", "b.csv.gz", "c.tsv"),
        ("a.jsonl", "2024/b.ndjson.zst"),
        ("part-0001", "part-0002"),
    ],
)
def test_a_folder_of_other_files_of_one_kind_is_read(tmp_path, names):
    files = sorted(str(write(tmp_path / name)) for name in names)
    assert find_files(str(tmp_path)) == files


def test_parquet_without_an_ending_is_known_by_its_bytes(tmp_path):
    write(tmp_path / "a.parquet").rename(tmp_path / "part-0001")
    write(tmp_path / "b.parquet")
    assert len(find_files(str(tmp_path))) == 2


def test_an_error_lists_the_kinds_of_files_in_a_folder(tmp_path):
    for name in ("a.csv", "b.csv", "c.parquet", "notes.md"):
        write(tmp_path / name)
    with pytest.raises(
        OrdersError, match=r"2 text, 1 Parquet, 1 \.md\): name those that hold orders"
    ):
        find_files(str(tmp_path))


def test_a_folder_without_files_is_refused(tmp_path):
    (tmp_path / "year=2024").mkdir()
    with pytest.raises(OrdersError, match="has no files"):
        find_files(str(tmp_path))


def delta(folder):
    deltalake = pytest.importorskip("deltalake", reason="make setup-tables")
    deltalake.write_deltalake(str(folder), LINES)
    deltalake.DeltaTable(str(folder)).delete("n = 2")


def iceberg(folder):
    write(folder / "data" / "a.parquet")
    write(folder / "metadata" / "00002-uuid.metadata.json")


def hudi(folder):
    write(folder / "a.parquet")
    write(folder / ".hoodie" / "hoodie.properties")


TABLES = [(delta, "Delta"), (iceberg, "Iceberg"), (hudi, "Hudi")]


@pytest.mark.parametrize(("make", "name"), TABLES)
@pytest.mark.parametrize("pattern", ["**/*.parquet", "*/**/*.parquet", "one file"])
def test_files_of_a_table_are_never_read_by_a_pattern(tmp_path, make, name, pattern):
    table = tmp_path / "lake" / "orders"
    make(table)
    path = f"{tmp_path}/lake/{pattern}"
    if pattern == "one file":
        path = str(next(table.rglob("*.parquet")))
    with pytest.raises(OrdersError, match=f"files of the {name} table") as refused:
        find_files(path)
    said = "export it" if name == "Hudi" else f"ORDERS={table}"
    assert said in str(refused.value)


def test_a_table_is_named_as_the_user_names_it(tmp_path, monkeypatch):
    delta(tmp_path / "lake")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OrdersError, match="ORDERS=lake$"):
        find_files("lake/*.parquet")
    monkeypatch.chdir(tmp_path / "lake")
    with pytest.raises(OrdersError, match="files of the Delta table"):
        find_files("*.parquet")


def test_files_of_a_table_are_refused_behind_folders_and_links(tmp_path):
    delta(tmp_path / "lake" / "orders")
    with pytest.raises(OrdersError, match="files of the Delta table"):
        find_files(str(tmp_path / "lake"))
    (tmp_path / "links").mkdir()
    file = next((tmp_path / "lake").rglob("*.parquet"))
    os.symlink(file, tmp_path / "links" / "a.parquet")
    with pytest.raises(OrdersError, match="files of the Delta table"):
        find_files(str(tmp_path / "links" / "*.parquet"))


@pytest.fixture
def bucket(monkeypatch, tmp_path):
    monkeypatch.setenv("FETCHED_PATH", str(tmp_path / "fetched"))
    fetch_files.cache_clear()
    with serve_bucket(monkeypatch, "shop") as client:
        yield functools.partial(client.put_object, Bucket="shop")
    fsspec.config.conf.clear()


def test_a_folder_of_a_bucket_is_all_its_files(bucket):
    for key in ("o/year=2023/a.csv", "o/year=2024/b.csv", "o/_SUCCESS", "p/c.csv"):
        bucket(Key=key, Body=b"a\n")
    found = [one.split("/shop/")[1] for one in find_files("s3://shop/o")]
    assert found == ["o/year=2023/a.csv", "o/year=2024/b.csv"]


def test_files_of_a_table_in_a_bucket_are_never_read_by_a_pattern(bucket):
    for key in ("o/day=1/a.parquet", "o/_delta_log/00000000000000000000.json"):
        bucket(Key=key, Body=b"a\n")
    with pytest.raises(OrdersError, match="files of the Delta table 's3://shop/o'"):
        find_files("s3://shop/o/**/*.parquet")
    with pytest.raises(OrdersError, match="ORDERS=s3://shop/o"):
        find_files("s3://shop/o/day=1/a.parquet")
