-- Customers who moved to a less valuable segment at the last month end or later. Call
-- the customers at the top of the list, who have the highest clv_amount. If many
-- customers of the list are in one market or had late orders, solve that problem before
-- you send vouchers.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where direction = 'falling'
),

segments as (
    select * from {{ ref('segmentation__segments') }}
),

customers_moved_down as (
    select
        customers.customer_id,
        before.segment_name as previous_segment_name,
        customers.segment_name,
        customers.clv_amount,
        customers.recency_days,
        customers.average_gap_days,
        customers.late_order_rate,
        customers.market
    from customers
    inner join segments as before
        on customers.previous_segment_id = before.segment_id
    -- These customers entered their current segment at the last month end or later.
    where customers.months_in_segment <= 1
)

select * from customers_moved_down
order by clv_amount desc, customer_id asc
