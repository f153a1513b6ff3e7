-- Customers of the most valuable segment who made their last purchase more than twice
-- average_gap_days ago. Write to the customers at the top of the list first. Offer them
-- no discount, because most of them bought at full price. Customers with a low
-- churn_probability_90d can wait.
with

customers as (
    select * from {{ ref('segmentation__customers') }}
),

segments as (
    select * from {{ ref('segmentation__segments') }} where value_rank = 1
),

customers_overdue as (
    select
        customers.customer_id,
        customers.clv_amount,
        customers.recency_days,
        customers.average_gap_days,
        customers.churn_probability_90d,
        customers.expected_value_365d,
        customers.market
    from customers
    inner join segments
        on customers.segment_id = segments.segment_id
    where customers.recency_days > 2 * customers.average_gap_days
)

select * from customers_overdue
order by clv_amount desc, customer_id asc
