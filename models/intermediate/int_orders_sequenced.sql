with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

orders_with_neighbours as (
    select
        order_key,
        is_purchase,
        ordered_at,
        lag(case when is_purchase then ordered_at end ignore nulls) over in_sequence
            as last_purchased_at,
        lead(ordered_at) over in_sequence as next_ordered_at
    from int_orders_assembled
    window in_sequence as (partition by customer_id order by ordered_at, order_key)
),

orders_sequenced as (
    select
        order_key,
        case
            when is_purchase then cast(
                (epoch(ordered_at) - epoch(last_purchased_at)) / 86400
                as decimal(12, 4)
            )
        end as gap_days,
        next_ordered_at
    from orders_with_neighbours
)

select * from orders_sequenced
