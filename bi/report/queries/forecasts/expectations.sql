-- One row per segment: sums and means of customers with a forecast.
select
    segment_id,
    hide_few(sum(expected_revenue_90d), count(expected_revenue_90d)) as revenue_90d,
    hide_few(avg(expected_revenue_90d), count(expected_revenue_90d))
        as mean_revenue_90d,
    hide_few(sum(expected_revenue_365d), count(expected_revenue_365d)) as revenue_365d,
    hide_few(avg(expected_revenue_365d), count(expected_revenue_365d))
        as mean_revenue_365d,
    hide_few(sum(clv_amount), count(residual_lifetime_value)) as past_revenue,
    hide_few(avg(clv_amount), count(residual_lifetime_value)) as mean_past_revenue,
    hide_few(sum(residual_lifetime_value), count(residual_lifetime_value))
        as residual_value,
    hide_few(avg(residual_lifetime_value), count(residual_lifetime_value))
        as mean_residual_value,
    hide_few(avg(churn_probability_90d), count(churn_probability_90d))
        as churn_probability_90d,
    hide_few(avg(probability_alive), count(probability_alive)) as probability_alive
from shown_customers
where segment_id is not null
group by segment_id
order by segment_id
