{{ config(store_failures=true) }}

-- One row per customer and horizon.
select
    customer_id,
    horizon_days,
    concat('The interval goes from ', revenue_low, ' to ', revenue_high, '.') as message
from {{ ref('segmentation__customer_forecasts') }}
where revenue_low > revenue_high or revenue_low < 0
