with

int_orders_completed as (
    select * from {{ ref('int_orders_completed') }}
),

purchases as (
    select * from int_orders_completed where is_purchase
),

gaps_measured as (
    select
        order_key,
        cast(
            (epoch(ordered_at) - epoch(lag(ordered_at) over (
                partition by customer_id order by ordered_at, order_key
            ))) / 86400 as decimal(12, 4)
        ) as gap_days
    from purchases
)

select * from gaps_measured
