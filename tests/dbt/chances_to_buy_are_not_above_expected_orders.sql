{{ config(store_failures=true) }}

-- Whoever buys has at least one order. One row per customer and horizon.
select
    customer_id,
    horizon_days,
    concat(
        'A chance to buy of ', chance_to_buy, ' needs more than ', expected_orders,
        ' expected orders.'
    ) as message
from {{ ref('segmentation__customer_forecasts') }}
where chance_to_buy > expected_orders
