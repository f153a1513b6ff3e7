with

stg_order_lines as (
    select * from {{ ref('stg_order_lines') }}
),

int_orders_completed as (
    select * from {{ ref('int_orders_completed') }}
),

categories_first_bought as (
    select
        lines.customer_id,
        lines.category,
        min(orders.ordered_at) as first_ordered_at
    from stg_order_lines as lines
    inner join int_orders_completed as orders
        on lines.order_key = orders.order_key
    where orders.is_purchase and lines.category != 'Unknown'
    group by lines.customer_id, lines.category
)

select * from categories_first_bought
