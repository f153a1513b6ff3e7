"""A small handwritten warehouse with marts."""

import duckdb

from bi.publishing.local.database import REQUIRED_MARTS


def make_warehouse(path, customers, run_id="r1"):
    """Write a warehouse whose marts have `customers` rows each."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("begin")
        for schema in ("marts", "staging", "segmentation"):
            connection.execute(f"create schema if not exists {schema}")
        connection.execute(
            f"create or replace table staging.order_source as select '{run_id}' "
            "as run_id"
        )
        connection.execute(
            "create or replace table segmentation.segment_model as select 'v1' "
            "as model_version"
        )
        for table in REQUIRED_MARTS:
            connection.execute(
                f"create or replace table marts.{table} as select "
                "range as customer_id, case range when 1 then null when 2 then '' "
                "else 'Größe, \"quoted\"\t\n\\.' || range end as name, "
                "cast(range / 4 as decimal(38, 4)) as clv_amount, "
                "case when range > 0 then ln(range) end as score, "
                "range % 2 = 0 as is_even, date '2025-11-01' as month, "
                "timestamp '2025-11-01 10:00:00' + to_seconds(range) as ordered_at "
                f"from range({customers})"
            )
            connection.execute(f"comment on table marts.{table} is 'It''s {table}.'")
            connection.execute(
                f"comment on column marts.{table}.customer_id is 'The customer.'"
            )
        connection.execute("commit")


def read(path, sql):
    """Return the rows of a query to a database."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()
