with

forecast_totals as (
    select * from {{ ref('segmentation__forecast_totals') }}
    where is_of_all_segments
),

segment_forecasts as (
    select * from {{ ref('segmentation__segment_forecasts') }}
),

segments_summed as (
    select
        as_of_date,
        horizon_days,
        currency,
        sum(earlier_revenue_amount) as earlier_revenue_amount
    from segment_forecasts
    group by as_of_date, horizon_days, currency
),

total_forecasts as (
    select
        summed.as_of_date,
        totals.horizon_days,
        totals.customers,
        totals.expected_customers,
        totals.expected_orders,
        totals.expected_revenue,
        totals.revenue_low as expected_revenue_low,
        totals.revenue_high as expected_revenue_high,
        summed.earlier_revenue_amount,
        totals.measured_bias,
        totals.cut_count,
        summed.currency
    from forecast_totals as totals
    inner join segments_summed as summed
        on totals.horizon_days = summed.horizon_days
)

select * from total_forecasts
