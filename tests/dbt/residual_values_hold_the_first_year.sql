{{ config(store_failures=true) }}

-- Later years add revenue, so with a profit on sales they add value. One row per
-- customer.
select
    customer_id,
    concat(
        'A residual value of ', residual_lifetime_value, ' at a margin of ',
        expected_margin_rate, ' is below the discounted first year of ',
        discounted_revenue_365d, '.'
    ) as message
from {{ ref('segmentation__customer_values') }}
where
    later_revenue < 0
    or residual_revenue < discounted_revenue_365d
    or discounted_revenue_365d > expected_revenue_365d * 1.000001
    or (
        expected_margin_rate > 0
        and residual_lifetime_value < discounted_revenue_365d * expected_margin_rate
    )
    -- A comparison with NULL is never true.
    or (later_revenue is null) is distinct from (residual_revenue is null)
