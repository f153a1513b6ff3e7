{{ config(store_failures=true) }}

select
    reasons.customer_id,
    'A customer without a forecast has a reason for it.' as message
from {{ ref('segmentation__forecast_reasons') }} as reasons
left join {{ ref('segmentation__customers') }} as customers
    on reasons.customer_id = customers.customer_id
where customers.churn_probability_90d is null
