-- Customers of the most valuable segment who are late for their own rhythm: they never
-- waited so long, and twice their usual gap is over. Write to those at the top of the
-- list first. Offer them no discount, because most of them bought at full price.
-- expected_revenue_365d says what is at stake.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where is_late_for_own_rhythm
),

segments as (
    select * from {{ ref('segmentation__segments') }} where value_rank = 1
),

customers_late as (
    select
        customers.customer_id,
        customers.clv_amount,
        customers.recency_days,
        customers.average_gap_days,
        customers.churn_probability_90d,
        customers.expected_revenue_365d,
        customers.market
    from customers
    inner join segments
        on customers.segment_id = segments.segment_id
)

select * from customers_late
order by clv_amount desc, customer_id asc
