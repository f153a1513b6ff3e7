{{ config(materialized='view') }}

with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

shipping_modes as (
    select * from {{ ref('segmentation__shipping_modes') }}
),

durations_measured as (
    select
        orders.* {{ exclude_columns([
            'content_hash', 'uncounted_line_count', 'uncounted_amount',
            'last_line_ordered_at', 'is_payment_type_missing',
            'is_customer_type_missing', 'is_market_missing'
        ]) }},
        {{ order_key('orders.customer_id', 'orders.order_id') }} as order_key,
        modes.promised_days,
        {{ to_decimal(
            count_seconds('orders.ordered_at', 'orders.shipped_at') ~ ' / 86400', 12
        ) }} as shipping_days_raw,
        coalesce(modes.longest_believable_days, 30) as longest_days
    from int_orders_sequenced as orders
    left join shipping_modes as modes
        on orders.shipping_mode = modes.shipping_mode
),

shipments_judged as (
    select
        * {{ exclude_columns(['longest_days', 'has_line_shipped_before_ordered']) }},
        case
            -- If one line was shipped before it was ordered, no date of the order is
            -- reliable.
            when shipping_days_raw < 0 or has_line_shipped_before_ordered
                then 'negative'
            when shipping_days_raw is null then 'missing'
            when shipping_days_raw > longest_days then 'too_long'
            else 'none'
        end as shipping_repair
    from durations_measured
)

select * from shipments_judged
