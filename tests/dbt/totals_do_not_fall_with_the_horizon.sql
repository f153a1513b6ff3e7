{{ config(store_failures=true) }}

-- A longer period holds the shorter one, and the ends of an interval have an order. One
-- row per segment, or all of them, and horizon.
with

totals_with_shorter as (
    select
        *,
        lag(expected_customers) over by_horizon as shorter_customers,
        lag(expected_orders) over by_horizon as shorter_orders,
        lag(expected_revenue) over by_horizon as shorter_revenue,
        lag(revenue_low) over by_horizon as shorter_low,
        lag(revenue_high) over by_horizon as shorter_high
    from {{ ref('segmentation__forecast_totals') }}
    window by_horizon as (
        partition by segment_id order by horizon_days
    )
)

select
    segment_id,
    horizon_days,
    concat(
        'Of ', horizon_days, ' days, ', expected_revenue, ' is expected, from ',
        revenue_low, ' to ', revenue_high, '.'
    ) as message
from totals_with_shorter
where
    revenue_low > revenue_high
    or revenue_low < 0
    or expected_customers < shorter_customers
    or expected_orders < shorter_orders
    or expected_revenue < shorter_revenue
    or revenue_low < shorter_low
    or revenue_high < shorter_high
