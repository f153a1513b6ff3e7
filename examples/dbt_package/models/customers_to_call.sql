-- Joins customers of this project with their segments from the package.
select
    customers.customer_id,
    customers.since,
    segments.segment_name,
    segments.churn_probability_90d
from {{ ref('customers') }} as customers
inner join {{ ref('customer_segmentation', 'segmentation__customers') }} as segments
    on customers.customer_id = segments.customer_id
