-- Joins customers of this project with their segments from the package. Call those who
-- are late for their own rhythm first.
select
    customers.customer_id,
    customers.since,
    segments.segment_name,
    segments.is_late_for_own_rhythm,
    segments.churn_probability_90d,
    segments.expected_revenue_365d
from {{ ref('customers') }} as customers
inner join {{ ref('customer_segmentation', 'segmentation__customers') }} as segments
    on customers.customer_id = segments.customer_id
