-- The orders and revenue of a segment, summed over all months, equal its orders and
-- revenue in marts.orders and marts.customers.
with

performance as (
    select
        segment_id,
        sum(orders) as orders,
        sum(revenue_amount) as revenue_amount
    from {{ ref('segmentation__segment_performance') }}
    group by segment_id
),

orders as (
    select
        orders.segment_id,
        count(*) filter (where not orders.is_return) as orders,
        sum(orders.sales_amount) as revenue_amount
    from {{ ref('segmentation__orders') }} as orders
    inner join {{ ref('segmentation__int_as_of_dates') }} as dates
        on orders.ordered_at < dates.as_of_date
    where dates.is_current and orders.is_counted and orders.segment_id is not null
    group by orders.segment_id
),

customers as (
    select
        segment_id,
        sum(order_count) as orders,
        sum(clv_amount) as revenue_amount
    from {{ ref('segmentation__customers') }}
    where segment_id is not null
    group by segment_id
)

select
    performance.segment_id,
    performance.orders,
    performance.revenue_amount,
    orders.orders as orders_in_orders,
    orders.revenue_amount as revenue_amount_in_orders,
    customers.orders as orders_in_customers,
    customers.revenue_amount as revenue_amount_in_customers
from performance
full join orders
    on performance.segment_id = orders.segment_id
full join customers
    on performance.segment_id = customers.segment_id
where
    performance.orders is distinct from orders.orders
    or performance.orders is distinct from customers.orders
    or performance.revenue_amount is distinct from orders.revenue_amount
    or performance.revenue_amount is distinct from customers.revenue_amount
