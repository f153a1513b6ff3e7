with

orders as (
    select * from {{ ref('segmentation__orders') }}
),

segments as (
    select * from {{ ref('segmentation__segments') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

months_summed as (
    select
        cast(date_trunc('month', orders.ordered_at) as date) as month,
        orders.segment_id,
        count(distinct orders.customer_id) as customers,
        count(*) filter (where not orders.is_return) as orders,
        sum(orders.sales_amount) as revenue_amount,
        sum(orders.profit_amount) as profit_amount
    from orders
    inner join int_as_of_dates
        on orders.ordered_at < int_as_of_dates.as_of_date
    where orders.is_counted and orders.segment_id is not null
    group by month, orders.segment_id
),

segment_performance as (
    select
        months_summed.month,
        months_summed.segment_id,
        segments.segment_name,
        months_summed.customers,
        months_summed.orders,
        months_summed.revenue_amount,
        months_summed.profit_amount,
        {{ ratio('months_summed.profit_amount', 'months_summed.revenue_amount') }}
            as margin_rate,
        segments.currency
    from months_summed
    inner join segments
        on months_summed.segment_id = segments.segment_id
)

select * from segment_performance
