{{ config(store_failures=true) }}

-- One row per customer and horizon.
select
    customer_id,
    horizon_days,
    concat(
        expected_orders, ' orders of ', expected_order_amount, ' are not ',
        expected_revenue, '.'
    ) as message
from {{ ref('segmentation__customer_forecasts') }}
where
    abs(expected_orders * expected_order_amount - expected_revenue)
    > 0.000001 * (1 + expected_revenue)
