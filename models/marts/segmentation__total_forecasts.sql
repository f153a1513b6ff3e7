with

forecast_totals as (
    select * from {{ ref('segmentation__forecast_totals') }}
    where is_of_all_segments
),

segment_forecasts as (
    select * from {{ ref('segmentation__segment_forecasts') }}
),

-- What adds up is the sum of the segments. The ends of an interval do not.
segments_summed as (
    select
        as_of_date,
        horizon_days,
        currency,
        sum(expected_revenue) as expected_revenue,
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
        summed.expected_revenue,
        {{ to_decimal('totals.revenue_low', 38) }} as expected_revenue_low,
        {{ to_decimal('totals.revenue_high', 38) }} as expected_revenue_high,
        summed.earlier_revenue_amount,
        totals.measured_bias,
        totals.cut_count,
        summed.currency
    from forecast_totals as totals
    inner join segments_summed as summed
        on totals.horizon_days = summed.horizon_days
)

select * from total_forecasts
