with

forecast_totals as (
    select * from {{ ref('segmentation__forecast_totals') }}
    where not is_of_all_segments
),

segments as (
    select * from {{ ref('segmentation__segments') }}
),

orders as (
    select * from {{ ref('segmentation__orders') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

days_summed as (
    select
        orders.segment_id,
        {{ count_days('orders.ordered_at', 'int_as_of_dates.as_of_date') }} as days_ago,
        sum(orders.sales_amount) as revenue_amount
    from orders
    inner join int_as_of_dates
        on orders.ordered_at < int_as_of_dates.as_of_date
    where orders.is_counted and orders.segment_id is not null
    group by orders.segment_id, days_ago
),

earlier_periods_summed as (
    select
        totals.segment_id,
        totals.horizon_days,
        sum(days_summed.revenue_amount) as revenue_amount
    from forecast_totals as totals
    inner join days_summed
        on
            totals.segment_id = days_summed.segment_id
            and totals.horizon_days >= days_summed.days_ago
    group by totals.segment_id, totals.horizon_days
),

segment_forecasts as (
    select
        totals.segment_id,
        segments.segment_name,
        int_as_of_dates.as_of_date,
        totals.horizon_days,
        totals.customers,
        totals.expected_customers,
        totals.expected_orders,
        totals.expected_revenue,
        totals.revenue_low as expected_revenue_low,
        totals.revenue_high as expected_revenue_high,
        coalesce(earlier.revenue_amount, 0) as earlier_revenue_amount,
        totals.measured_bias,
        totals.cut_count,
        segments.currency
    from forecast_totals as totals
    cross join int_as_of_dates
    inner join segments
        on totals.segment_id = segments.segment_id
    left join earlier_periods_summed as earlier
        on
            totals.segment_id = earlier.segment_id
            and totals.horizon_days = earlier.horizon_days
)

select * from segment_forecasts
