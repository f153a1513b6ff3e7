with

stg_order_lines as (
    select * from {{ ref('segmentation__stg_order_lines') }}
),

int_orders_sequenced as {{ not_materialized() }} (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

-- Only a few orders are not purchases. Removing the lines of these orders takes half as
-- long as joining all lines to purchases, and almost no memory.
lines_of_purchases as (
    select
        lines.customer_id,
        lines.category,
        lines.ordered_at
    from stg_order_lines as lines
    left join int_orders_sequenced as orders
        on
            lines.customer_id = orders.customer_id
            and lines.order_id = orders.order_id
            and not orders.is_purchase
    where orders.order_id is null
),

attributes_bought as (
    select
        customer_id,
        'category' as attribute,
        category as name,
        ordered_at
    from lines_of_purchases

    {% for column in ['payment_type', 'market'] %}
    union all

    select
        customer_id,
        '{{ column }}' as attribute,
        {{ column }} as name,
        ordered_at
    from int_orders_sequenced
    where is_purchase
    {% endfor %}
),

first_purchases_by_attribute as (
    select
        customer_id,
        attribute,
        name,
        min(ordered_at) as first_ordered_at
    from attributes_bought
    where name != 'Unknown'
    group by customer_id, attribute, name
)

select * from first_purchases_by_attribute
