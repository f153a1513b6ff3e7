-- One row per segment: sums and means over those customers of whom it can be told.
with

customers_counted as (
    select
        *,
        count(expected_revenue_90d) over of_segment as with_revenue,
        count(expected_value_365d) over of_segment as with_value,
        count(churn_probability_90d) over of_segment as with_churn,
        count(probability_alive) over of_segment as with_alive
    from shown_customers
    where segment_id is not null
    window of_segment as (partition by segment_id)
)

select
    segment_id,
    sum(expected_revenue_90d)
        filter (with_revenue >= getvariable('smallest_group')) as revenue_90d,
    avg(expected_revenue_90d)
        filter (with_revenue >= getvariable('smallest_group')) as mean_revenue_90d,
    sum(expected_value_365d)
        filter (with_value >= getvariable('smallest_group')) as value_365d,
    avg(expected_value_365d)
        filter (with_value >= getvariable('smallest_group')) as mean_value_365d,
    avg(churn_probability_90d)
        filter (with_churn >= getvariable('smallest_group')) as churn_probability_90d,
    avg(probability_alive)
        filter (with_alive >= getvariable('smallest_group')) as probability_alive
from customers_counted
group by segment_id
order by segment_id
