-- One row per segment: sums and means of customers with a forecast, and the intervals of
-- the sums.
with

ends_by_horizon as (
    select
        segment_id,
        max(expected_revenue_low) filter (horizon_days = 90) as revenue_90d_low,
        max(expected_revenue_high) filter (horizon_days = 90) as revenue_90d_high,
        max(expected_revenue_low) filter (horizon_days = 365) as revenue_365d_low,
        max(expected_revenue_high) filter (horizon_days = 365) as revenue_365d_high
    from warehouse.marts.segment_forecasts
    group by segment_id
)

select
    customers.segment_id,
    hide_few(sum(expected_revenue_90d), count(expected_revenue_90d)) as revenue_90d,
    hide_few(avg(expected_revenue_90d), count(expected_revenue_90d))
        as mean_revenue_90d,
    hide_few(sum(expected_revenue_365d), count(expected_revenue_365d)) as revenue_365d,
    hide_few(avg(expected_revenue_365d), count(expected_revenue_365d))
        as mean_revenue_365d,
    hide_few(any_value(ends.revenue_90d_low), count(expected_revenue_90d))
        as revenue_90d_low,
    hide_few(any_value(ends.revenue_90d_high), count(expected_revenue_90d))
        as revenue_90d_high,
    hide_few(any_value(ends.revenue_365d_low), count(expected_revenue_365d))
        as revenue_365d_low,
    hide_few(any_value(ends.revenue_365d_high), count(expected_revenue_365d))
        as revenue_365d_high,
    hide_few(
        sum(clv_amount) filter (residual_lifetime_value is not null),
        count(residual_lifetime_value)
    ) as past_revenue,
    hide_few(
        avg(clv_amount) filter (residual_lifetime_value is not null),
        count(residual_lifetime_value)
    ) as mean_past_revenue,
    hide_few(sum(residual_lifetime_value), count(residual_lifetime_value))
        as residual_value,
    hide_few(avg(residual_lifetime_value), count(residual_lifetime_value))
        as mean_residual_value,
    hide_few(avg(churn_probability_90d), count(churn_probability_90d))
        as churn_probability_90d,
    hide_few(avg(probability_alive), count(probability_alive)) as probability_alive
from shown_customers as customers
left join ends_by_horizon as ends
    on customers.segment_id = ends.segment_id
where customers.segment_id is not null
group by customers.segment_id
order by customers.segment_id
