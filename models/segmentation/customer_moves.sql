-- Each month's segment beside that of the month before. Who has not bought for a year
-- has left, and may come back.
with

customer_segments_monthly as (
    select * from {{ ref('customer_segments_monthly') }}
),

customer_features_monthly as (
    select * from {{ ref('customer_features_monthly') }}
),

months_of_customers as (
    select
        features.customer_id,
        features.month,
        features.clv_amount,
        case when features.order_count_365d > 0 then segments.segment_id end
            as segment_id
    from customer_features_monthly as features
    left join customer_segments_monthly as segments
        on
            features.customer_id = segments.customer_id
            and features.month = segments.month
),

months_compared as (
    select
        customer_id,
        month,
        lag(segment_id) over month_by_month as from_segment_id,
        segment_id as to_segment_id,
        clv_amount - coalesce(lag(clv_amount) over month_by_month, 0)
            as revenue_amount,
        min(month) over () as first_month
    from months_of_customers
    window month_by_month as (partition by customer_id order by month)
),

customer_moves as (
    select
        customer_id,
        month,
        from_segment_id,
        to_segment_id,
        revenue_amount
    from months_compared
    -- Of the first month nobody knows what was before it.
    where
        month > first_month
        and coalesce(from_segment_id, to_segment_id) is not null
)

select * from customer_moves
