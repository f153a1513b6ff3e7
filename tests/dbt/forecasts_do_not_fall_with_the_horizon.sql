{{ config(store_failures=true) }}

-- A longer period holds the shorter one. One row per customer and horizon.
with

customer_forecasts as (
    select * from {{ ref('segmentation__customer_forecasts') }}
),

forecasts_with_shorter as (
    select
        *,
        lag(chance_to_buy) over by_horizon as shorter_chance,
        lag(expected_orders) over by_horizon as shorter_orders,
        lag(expected_revenue) over by_horizon as shorter_revenue
    from customer_forecasts
    window by_horizon as (partition by customer_id order by horizon_days)
)

select
    customer_id,
    horizon_days,
    concat(
        'Of ', horizon_days, ' days, less is expected than of a shorter period.'
    ) as message
from forecasts_with_shorter
where
    chance_to_buy < shorter_chance
    or expected_orders < shorter_orders
    or expected_revenue < shorter_revenue
    or expected_revenue < 0
