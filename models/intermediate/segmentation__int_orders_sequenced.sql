{{ config(
    materialized=incremental_or_table(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ require_complete_input(
            'select customer_id from ' ~ ref('segmentation__stg_order_lines')
            ~ ' where customer_id not in (select customer_id from '
            ~ ref('segmentation__int_customers_to_build') ~ ')',
            'segmentation__int_customers_to_build'
        ) }}",
        "{{ delete_stale_rows(
            'customer_id in (select customer_id from '
            ~ ref('segmentation__int_customers_to_build') ~ ')',
            ['content_hash']
        ) }}"
    ]
) }}

-- depends_on: {{ ref('segmentation__stg_order_lines') }}
-- depends_on: {{ ref('segmentation__int_customers_to_build') }}
-- The table stores the orders of a customer together. Sums per customer are then four
-- times as fast as with mixed orders, because they stay in the processor's cache.
with

int_orders_aggregated as (
    select * from {{ ref('segmentation__int_orders_aggregated') }}
),

orders_with_neighbours as (
    select
        *,
        {{ ignore_nulls('last_value', 'payment_type') }} over so_far
            as last_payment_type,
        {{ ignore_nulls('last_value', 'customer_type') }} over so_far
            as last_customer_type,
        {{ ignore_nulls('last_value', 'market') }} over so_far as last_market,
        {{ ignore_nulls('lag', 'case when is_purchase then ordered_at end') }}
            over in_sequence as last_purchased_at,
        lead(ordered_at) over in_sequence as next_ordered_at
    from int_orders_aggregated
    window
        in_sequence as (partition by customer_id order by ordered_at, order_key),
        so_far as (
            partition by customer_id order by ordered_at, order_key
            rows between unbounded preceding and current row
        )
),

orders_sequenced as (
    select
        -- The table lacks order_key. Models that read the table compute it from the
        -- ids, which takes less time than writing it, because distinct values do not
        -- compress.
        orders.* {{ exclude_columns([
            'order_key', 'payment_type', 'customer_type', 'market',
            'last_purchased_at', 'last_payment_type', 'last_customer_type',
            'last_market'
        ]) }},
        coalesce(orders.last_payment_type, 'Unknown') as payment_type,
        coalesce(orders.last_customer_type, 'Unknown') as customer_type,
        coalesce(orders.last_market, 'Unknown') as market,
        orders.payment_type is null as is_payment_type_missing,
        orders.customer_type is null as is_customer_type_missing,
        orders.market is null as is_market_missing,
        case
            when orders.is_purchase then {{ to_decimal(
                count_seconds('orders.last_purchased_at', 'orders.ordered_at')
                ~ ' / 86400', 12
            ) }}
        end as gap_days
    from orders_with_neighbours as orders
)

select * from orders_sequenced
