"""Every line of a file ends with one verdict, in a real `dbt build`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
HEADER = "order_line_id,order_id,customer_id,ordered_at,sales_amount\n"


def dbt_build(warehouse, select="staging", **variables):
    """Run `dbt build` on a warehouse of its own; return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "build"]
        + ["--select", select, "--indirect-selection", "cautious"]
        + ["--vars", json.dumps(variables)]
        + ["--target-path", str(warehouse.parent / "target")]
        + ["--log-path", str(warehouse.parent / "logs")],
        cwd=ROOT,
        env={**os.environ, "WAREHOUSE_PATH": str(warehouse)},
        capture_output=True,
        text=True,
    )


def query(warehouse, sql):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def warehouse(tmp_path):
    return tmp_path / "warehouse.duckdb"


def build_lines(warehouse, text, **variables):
    path = warehouse.parent / "it's orders.csv"
    path.write_text(text)
    return dbt_build(
        warehouse, orders_source="sample", orders_path=str(path), **variables
    )


def test_lines_get_their_verdicts_and_numbers(warehouse):
    lines = [
        "1,o1,c1,2024-01-01 00:00:00,5.00",  # superseded by line 5
        "too,many,columns,2024-01-01 00:00:00,1.00,x",
        "2,o2,c2,2024-01-02 00:00:00,7.00",  # the same as line 7
        "1,o1,c1,2024-01-01 00:00:00,6.00",
        "3,o3,,31/02/2024,NaN",
        "2,o2,c2,2024-01-02 00:00:00,7.00",
        "4,o4,c4.0,0001-01-01 00:00:00,1.00",
    ]
    run = build_lines(warehouse, HEADER + "\n".join(lines), reject_error_ratio=1)
    assert run.returncode == 0, run.stdout
    rows = query(
        warehouse,
        "select line_number, verdict, reasons from staging.order_lines_judged"
        " order by line_number",
    )
    assert rows == [
        (2, "superseded", []),
        (3, "rejected", ["line_has_too_many_columns"]),
        (4, "duplicate", []),
        (5, "accepted", []),
        (
            6,
            "rejected",
            ["customer_id_missing", "ordered_at_unreadable", "sales_amount_unreadable"],
        ),
        (7, "accepted", []),
        (8, "rejected", ["ordered_at_out_of_range"]),
    ]


def test_too_many_rejects_stop_the_build_with_a_sentence(warehouse):
    run = build_lines(warehouse, HEADER + "1,o1,c1,not a date,5.00\n")
    assert run.returncode != 0
    assert "1 of 1 lines were rejected (100.0 %)" in run.stdout
    assert "ordered_at_unreadable" in run.stdout


def test_a_missing_file_changes_nothing(warehouse):
    assert (
        build_lines(warehouse, HEADER + "1,o1,c1,2024-01-01 00:00:00,5.00\n").returncode
        == 0
    )
    run = dbt_build(warehouse, orders_source="sample", orders_path="nowhere.csv")
    assert run.returncode != 0
    assert "There is no order file 'nowhere.csv'" in run.stdout
    assert query(warehouse, "select count(*) from staging.stg_order_lines") == [(1,)]


@pytest.mark.skipif(not DATA.exists(), reason="the shared order files are absent")
@pytest.mark.parametrize(
    ("source", "file", "lines"),
    [
        ("customer_orders", "customer_orders.csv", 15_549),
        ("dataco", "dataco_orders_sample.csv", 6_000),
    ],
)
def test_a_real_file_is_accepted_whole(warehouse, source, file, lines):
    run = dbt_build(warehouse, orders_source=source, orders_path=str(DATA / file))
    assert run.returncode == 0, run.stdout
    assert query(
        warehouse,
        "select verdict, count(*) from staging.order_lines_judged group by verdict",
    ) == [("accepted", lines)]


@pytest.mark.skipif(not DATA.exists(), reason="the shared order files are absent")
@pytest.mark.parametrize(
    ("source", "file", "orders", "customers", "buyers"),
    [
        ("customer_orders", "customer_orders.csv", 15_547, 15_519, 15_519),
        ("dataco", "dataco_orders_sample.csv", 5_743, 4_680, 4_529),
    ],
)
def test_a_real_file_becomes_orders_and_customers(
    warehouse, source, file, orders, customers, buyers
):
    run = dbt_build(
        warehouse,
        select="staging intermediate features",
        orders_source=source,
        orders_path=str(DATA / file),
    )
    assert run.returncode == 0, run.stdout
    assert query(
        warehouse, "select count(*) from intermediate.int_orders_completed"
    ) == [(orders,)]
    assert query(
        warehouse,
        "select count(*), count(*) filter (order_count > 0)"
        " from features.customer_features",
    ) == [(customers, buyers)]
