"""Measure the least work that DuckDB can do, and print the seconds as JSON.

    python -m benchmarks.rivals.floor orders.parquet floor.duckdb

One query reads the file and writes the columns of int_orders_aggregated. It converts
text and groups lines by order. Values of an order come from any of its lines. The query
checks nothing and repairs nothing.
"""

import json
import sys
import time

import duckdb

PASS = """
    create table orders as
    with

    lines_typed as (
        select
            * replace (
                try_strptime(ordered_at, '%Y-%m-%d %H:%M:%S') as ordered_at,
                try_cast(sales_amount as decimal(18, 4)) as sales_amount
            )
        from read_parquet(?)
    ),

    orders_grouped as (
        select
            customer_id,
            order_id,
            any_value(ordered_at) as ordered_at,
            any_value(shipped_at) as shipped_at,
            any_value(shipping_mode) as shipping_mode,
            any_value(order_status) as order_status,
            any_value(payment_type) as payment_type,
            any_value(customer_type) as customer_type,
            any_value(market) as market,
            count(*) as line_count,
            count(*) filter (discount_rate > 0) as discounted_line_count,
            count(discount_rate) as discount_known_line_count,
            count(*) filter (sales_amount < 0) as negative_line_count,
            bool_or(shipped_at < ordered_at) as has_line_shipped_before_ordered,
            sum(quantity) as quantity,
            count(quantity) as quantity_known_line_count,
            sum(sales_amount) filter (quantity is not null) as quantity_known_amount,
            sum(sales_amount) as sales_amount,
            sum(profit_amount) as profit_amount,
            sum(cast(
                sales_amount / nullif(1 - cast(discount_rate as double), 0)
                as decimal(38, 4)
            )) filter (sales_amount >= 0) as gross_amount,
            sum(sales_amount) filter (discount_rate < 1 and sales_amount >= 0)
                as discount_known_amount
        from lines_typed
        group by customer_id, order_id
    )

    select
        * exclude (negative_line_count),
        md5(concat(length(customer_id), ':', customer_id, order_id)) as order_key,
        order_status not in ('CANCELED', 'SUSPECTED_FRAUD') as is_counted,
        sales_amount <= 0 and negative_line_count > 0 as is_return
    from orders_grouped
"""
# This setting is the same as in profiles.yml.
CONFIG = {"storage_compatibility_version": "v1.4.0"}


def main() -> None:
    """Run the command line."""
    orders_path, database_path = sys.argv[1:]
    start = time.perf_counter()
    with duckdb.connect(database_path, config=CONFIG) as connection:
        connection.execute(PASS, [orders_path])
    print(json.dumps({"seconds": time.perf_counter() - start}))  # noqa: T201


if __name__ == "__main__":
    main()
