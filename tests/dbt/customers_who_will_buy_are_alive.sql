{{ config(store_failures=true) }}

-- Who buys within 90 days has not left. One row per customer.
select
    customer_id,
    concat(
        'The customer is alive with ', probability_alive, ' and buys within 90 days with ',
        1 - churn_probability_90d, '.'
    ) as message
from {{ ref('segmentation__customers') }}
where
    probability_alive < 1 - churn_probability_90d
    or (probability_alive is null) != (churn_probability_90d is null)
