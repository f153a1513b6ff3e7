with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

orders_filled as (
    select
        {% for column in ['payment_type', 'customer_type', 'market'] %}
        coalesce(
            last_value({{ column }} ignore nulls) over earlier_orders, 'Unknown'
        ) as {{ column }},
        {% endfor %}
        order_key
    from int_orders_assembled
    window earlier_orders as (
        partition by customer_id
        order by ordered_at, order_key
        rows between unbounded preceding and current row
    )
)

select * from orders_filled
