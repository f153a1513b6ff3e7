{{ config(store_failures=true) }}

-- Without revenue there is no profit; without a margin the profit is unknown. One row
-- per customer.
select
    customer_id,
    concat(
        'Expected profits of ', expected_profit_90d, ' and ', expected_profit_365d,
        ' do not fit a margin of ', expected_margin_rate, '.'
    ) as message
from {{ ref('segmentation__customer_values') }}
where
    sign(expected_profit_90d)
    is distinct from sign(expected_revenue_90d) * sign(expected_margin_rate)
    or sign(expected_profit_365d)
    is distinct from sign(expected_revenue_365d) * sign(expected_margin_rate)
    or sign(residual_lifetime_value)
    is distinct from sign(residual_revenue) * sign(expected_margin_rate)
