{% set attributes = ['payment_type', 'customer_type', 'market'] %}

-- Only of customers who miss something: a window over all orders takes five times as
-- long where most of them are complete.
with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

customers_with_gaps as (
    select distinct customer_id
    from int_orders_assembled
    where {{ attributes | join(' is null or ') }} is null
),

orders_of_customers as (
    select orders.*
    from int_orders_assembled as orders
    inner join customers_with_gaps as customers
        on orders.customer_id = customers.customer_id
),

orders_filled as (
    select
        {% for column in attributes %}
        coalesce(
            last_value({{ column }} ignore nulls) over earlier_orders, 'Unknown'
        ) as {{ column }},
        {% endfor %}
        order_key,
        {{ attributes | join(' is null or ') }} is null as has_gap
    from orders_of_customers
    window earlier_orders as (
        partition by customer_id
        order by ordered_at, order_key
        rows between unbounded preceding and current row
    )
)

select * exclude (has_gap) from orders_filled where has_gap
