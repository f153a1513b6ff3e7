-- Customers among the best who wait longer than they used to (lapsing), or whose next
-- purchase is no longer expected (lapsed), and who bought within the last year.
-- Write to those at the top of the list first. Offer them no discount, because most of
-- them bought at full price. amount_at_stake is what they used to spend in a year,
-- times the chance that they buy nothing in the next 90 days.
with

customers as (
    select * from {{ ref('segmentation__customers') }}
),

segments as (
    select * from {{ ref('segmentation__segments') }} where value_rank = 1
),

-- Who stays away leaves the best segment in the end, so those who left it within the
-- last year count, too.
best_customers as (
    select customers.*
    from customers
    cross join segments
    where
        customers.is_key_account
        or customers.segment_id = segments.segment_id
        or (
            customers.previous_segment_id = segments.segment_id
            and customers.months_in_segment <= 12
        )
),

customers_slipping_away as (
    select
        customer_id,
        segment_name,
        recency_days,
        average_gap_days,
        is_late_for_own_rhythm,
        churn_probability_90d,
        clv_amount,
        -- Without a forecast, all of it is at stake.
        average_order_amount
        * 365
        / average_gap_days
        * coalesce(churn_probability_90d, 1) as amount_at_stake,
        market
    from best_customers
    where
        lifecycle_state in ('lapsing', 'lapsed')
        and average_gap_days > 0
        -- A customer is lost after a year, or after two gaps if they take longer.
        and recency_days <= greatest(365, 2 * average_gap_days)
)

select * from customers_slipping_away
order by amount_at_stake desc, customer_id asc
