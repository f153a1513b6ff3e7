{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ refuse_to_begin_with_a_part(
            'select customer_id from ' ~ ref('stg_order_lines')
            ~ ' where customer_id not in (select customer_id from '
            ~ ref('int_customers_to_build') ~ ')',
            'int_customers_to_build'
        ) }}",
        "{{ forget_customers(ref('int_customers_to_build')) }}"
    ]
) }}

-- depends_on: {{ ref('stg_order_lines') }}
-- depends_on: {{ ref('int_customers_to_build') }}
-- The one table of all orders. Those of a customer lie side by side, which makes adding
-- them up four times as fast: the sums of a customer stay in the processor's cache.
with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

orders_with_neighbours as (
    select
        *,
        last_value(payment_type ignore nulls) over so_far as last_payment_type,
        last_value(customer_type ignore nulls) over so_far as last_customer_type,
        last_value(market ignore nulls) over so_far as last_market,
        lag(case when is_purchase then ordered_at end ignore nulls) over in_sequence
            as last_purchased_at,
        lead(ordered_at) over in_sequence as next_ordered_at
    from int_orders_assembled
    window
        in_sequence as (partition by customer_id order by ordered_at, order_key),
        so_far as (
            partition by customer_id order by ordered_at, order_key
            rows between unbounded preceding and current row
        )
),

orders_sequenced as (
    select
        -- The key is a hash of the ids: to compute it for who asks takes less time than
        -- to write it, since no two texts of it are alike.
        * exclude (
            order_key,
            last_purchased_at,
            last_payment_type,
            last_customer_type,
            last_market
        ) replace (
            coalesce(last_payment_type, 'Unknown') as payment_type,
            coalesce(last_customer_type, 'Unknown') as customer_type,
            coalesce(last_market, 'Unknown') as market
        ),
        payment_type is null as is_payment_type_missing,
        customer_type is null as is_customer_type_missing,
        market is null as is_market_missing,
        case
            when is_purchase then cast(
                (epoch(ordered_at) - epoch(last_purchased_at)) / 86400
                as decimal(12, 4)
            )
        end as gap_days
    from orders_with_neighbours
)

select * from orders_sequenced
