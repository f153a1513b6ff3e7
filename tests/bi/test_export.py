"""Campaign lists are safe in spreadsheets, and are written as a whole or not at all."""

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from bi.export import COLUMNS, ExportError, export

ROOT = Path(__file__).parents[2]
NAMES = {0: "Large", 2: "It's =small"}
CUSTOMERS = [
    ("00042", 0, 500),
    ("12345678901234567890", 0, 900),
    ("=cmd|' /C calc'!A0", 2, 30),
    ("+1", 2, 20),
    ("-1", 2, 10),
    ("@sum", 2, 9),
    ("\ttab", 2, 8),
    ("\rreturn", 2, 7),
    ('quo"ted, größe', 2, -6),
]


@pytest.fixture
def analytics(tmp_path):
    """Return a published file with one customer for each possible problem."""
    path = tmp_path / "it's published.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.customers (customer_id text, segment_id integer,"
            " segment_name text, clv_amount decimal(38, 4),"
            " expected_revenue_90d double, expected_revenue_365d double,"
            " residual_lifetime_value double,"
            " churn_probability_90d double,"
            " order_count bigint, average_order_amount double,"
            " last_ordered_at timestamp, recency_days bigint,"
            " is_late_for_own_rhythm boolean,"
            " customer_type text, market text, currency text)"
        )
        connection.executemany(
            "insert into marts.customers values (?, ?, ?, ?, 20/3, null, 7/3, 0.25, 3,"
            " 1/3, timestamp '2024-02-29 12:30:00', 7, true, 'Consumer', 'Europe',"
            " null)",
            [(name, segment, NAMES[segment], clv) for name, segment, clv in CUSTOMERS],
        )
        connection.execute(
            "create table marts.segments as select distinct segment_id, segment_name"
            " from marts.customers"
        )
    return path


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_segment_is_listed_most_valuable_first(analytics, tmp_path):
    path = tmp_path / "lists" / "large.csv"
    assert export(analytics, path, segment="0") == 2
    assert [row["customer_id"] for row in read(path)] == [
        "12345678901234567890",
        "00042",
    ]
    assert read(path)[0] == {
        "customer_id": "12345678901234567890",
        "segment_id": "0",
        "segment_name": "Large",
        "clv_amount": "900.00",
        "expected_revenue_90d": "6.67",
        "expected_revenue_365d": "",
        "residual_lifetime_value": "2.33",
        "churn_probability_90d": "0.25",
        "order_count": "3",
        "average_order_amount": "0.33",
        "last_ordered_date": "2024-02-29",
        "recency_days": "7",
        "is_late_for_own_rhythm": "True",
        "customer_type": "Consumer",
        "market": "Europe",
        "currency": "",
    }


def test_no_text_is_a_formula(analytics, tmp_path):
    path = tmp_path / "small.csv"
    export(analytics, path, segment="2")
    assert [row["customer_id"] for row in read(path)] == [
        "'=cmd|' /C calc'!A0",
        "'+1",
        "'-1",
        "'@sum",
        "'\ttab",
        "'\rreturn",
        'quo"ted, größe',
    ]
    # A negative number is not escaped and stays a number.
    assert read(path)[-1]["clv_amount"] == "-6.00"


def test_ids_are_quoted_and_excel_is_told_the_encoding(analytics, tmp_path):
    path = tmp_path / "large.csv"
    export(analytics, path, segment="0")
    lines = path.read_bytes().split(b"\r\n")
    assert lines[0].startswith(b'\xef\xbb\xbf"customer_id","segment_id"')
    assert lines[2].startswith(b'"00042",0,"Large",500.00,6.67,,2.33,0.25,')


def test_a_condition_and_a_segment_both_hold(analytics, tmp_path):
    path = tmp_path / "list.csv"
    where = "clv_amount > 8 and segment_id in (select segment_id from marts.segments)"
    assert export(analytics, path, where=where) == 6
    assert export(analytics, path, segment="2", where=where) == 4
    assert export(analytics, path, where="false") == 0
    assert path.read_text("utf-8-sig").rstrip().count("\n") == 0


@pytest.mark.parametrize(
    "where",
    [
        "no_such_column > 1",
        "clv_amount >",
        "true; drop table marts.customers",
        "true) union all select (1",
        "clv_amount > 1 from marts.customers",
        "true limit 1",
        "segment_name",
        "clv_amount, true",
        "exists (from read_csv('{file}'))",
        "exists (delete from marts.customers returning 1)",
        "--",
    ],
)
def test_a_condition_is_one_expression_that_reads(where, analytics, tmp_path):
    path = tmp_path / "list.csv"
    export(analytics, path, segment="0")
    before = digests(tmp_path)
    with pytest.raises(ExportError, match="^WHERE is not a condition") as error:
        export(analytics, path, where=where.replace("{file}", str(path)))
    assert "\n" not in str(error.value)
    assert digests(tmp_path) == before


def digests(folder):
    """Return a digest of each file, to detect any change."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
    }


def test_only_an_earlier_list_is_replaced(analytics, tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("customer_id,amount\n1,2\n")
    for path in (orders, analytics):
        before = path.read_bytes()
        with pytest.raises(ExportError, match="something else"):
            export(analytics, path, segment="0")
        assert path.read_bytes() == before
    with pytest.raises(ExportError, match="cannot be written"):
        export(analytics, tmp_path, segment="0")


@pytest.mark.parametrize(
    ("header", "is_ours"),
    [
        ('"customer_id","segment_id","segment_name","clv_amount"', True),
        ('"customer_id","segment_id","segment_name","expected_value_365d"', True),
        ('"customer_id","segment_id","segment_name","my_notes"', False),
        ('"customer_id","segment_id"', False),
        ("customer_id,segment_id,segment_name", False),
    ],
)
def test_a_list_of_an_earlier_version_is_replaced(analytics, tmp_path, header, is_ours):
    path = tmp_path / "list.csv"
    path.write_bytes(f"\ufeff{header}\r\n1,2,3\r\n".encode())
    before = path.read_bytes()
    if is_ours:
        assert export(analytics, path, segment="0") == 2
    else:
        with pytest.raises(ExportError, match="something else"):
            export(analytics, path, segment="0")
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("setting", "out"),
    [
        ("REPORT_PATH", "page.html"),
        ("EXPORTS_PATH", "files/list.csv"),
        ("WAREHOUSE_PATH", "w.duckdb.wal"),
    ],
)
def test_a_list_is_no_other_place(analytics, tmp_path, monkeypatch, setting, out):
    monkeypatch.setenv("REPORT_PATH", str(tmp_path / "page.html"))
    monkeypatch.setenv("EXPORTS_PATH", str(tmp_path / "files"))
    monkeypatch.setenv("WAREHOUSE_PATH", str(tmp_path / "w.duckdb"))
    run = run_module(
        monkeypatch, tmp_path, ANALYTICS_PATH=analytics, SEGMENT=2, OUT=tmp_path / out
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert setting in run.stderr and "OUT" in run.stderr
    assert run.stderr.count("\n") == 1
    assert [*tmp_path.iterdir()] == [analytics]


def test_missing_segments_and_databases_get_one_sentence(analytics, tmp_path):
    path = tmp_path / "list.csv"
    with pytest.raises(ExportError, match=r"no segment '7'; there are 0 \(Large\), 2"):
        export(analytics, path, segment="7")
    with pytest.raises(ExportError, match="Nothing is published.*run `make build`"):
        export(tmp_path / "no.duckdb", path, segment="0")
    (tmp_path / "text.duckdb").write_text("no database")
    with duckdb.connect(str(tmp_path / "older.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.customers as select 0 as segment_id")
    for name in ("text.duckdb", "older.duckdb"):
        with pytest.raises(ExportError, match="has no marts.customers"):
            export(tmp_path / name, path, segment="0")
    assert not path.exists()


def run_module(monkeypatch, folder, **environment):
    for name in ("SEGMENT", "WHERE", "OUT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return subprocess.run(
        [sys.executable, "-m", "bi.export"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_where_and_how_many(analytics, tmp_path, monkeypatch):
    run = run_module(monkeypatch, tmp_path, ANALYTICS_PATH=analytics, SEGMENT=2)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"7 customers in {Path('campaigns', 'segment_2.csv')}\n"
    assert list(read(tmp_path / "campaigns" / "segment_2.csv")[0]) == list(COLUMNS)
    run = run_module(
        monkeypatch,
        tmp_path,
        ANALYTICS_PATH=analytics,
        WHERE="clv_amount > 600",
        OUT=tmp_path / "my list.csv",
    )
    assert run.stdout == f"1 customer in {tmp_path / 'my list.csv'}\n"


def test_a_mistake_is_one_sentence_and_a_failure(analytics, tmp_path, monkeypatch):
    run = run_module(monkeypatch, tmp_path, ANALYTICS_PATH=analytics)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("Choose customers: make export SEGMENT=2, or WHERE=")
    assert not (tmp_path / "campaigns").exists()
