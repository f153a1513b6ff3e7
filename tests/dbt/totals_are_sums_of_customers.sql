-- One row per segment and horizon. The totals of all segments are those of all customers.
with

customers_summed as (
    select
        forecasts.horizon_days,
        segments.segment_id,
        sum(forecasts.chance_to_buy) as expected_customers,
        sum(forecasts.expected_orders) as expected_orders,
        sum(forecasts.expected_revenue) as expected_revenue
    from {{ ref('segmentation__customer_forecasts') }} as forecasts
    inner join {{ ref('segmentation__customer_segments') }} as segments
        on forecasts.customer_id = segments.customer_id
    group by
        grouping sets (
            (forecasts.horizon_days, segments.segment_id), (forecasts.horizon_days)
        )
),

totals as (
    select
        horizon_days,
        segment_id,
        expected_customers,
        expected_orders,
        expected_revenue
    from {{ ref('segmentation__segment_forecasts') }}
    union all
    select
        horizon_days,
        null as segment_id,
        expected_customers,
        expected_orders,
        expected_revenue
    from {{ ref('segmentation__total_forecasts') }}
)

select
    customers.horizon_days,
    customers.segment_id,
    customers.expected_revenue as revenue_of_customers,
    totals.expected_revenue as revenue_of_totals
from customers_summed as customers
full join totals
    on
        customers.horizon_days = totals.horizon_days
        and customers.segment_id is not distinct from totals.segment_id
where
    (customers.horizon_days is null) <> (totals.horizon_days is null)
    {% for column in ['expected_customers', 'expected_orders', 'expected_revenue'] -%}
    or (customers.{{ column }} is null) <> (totals.{{ column }} is null)
    or abs(customers.{{ column }} - totals.{{ column }})
    > 0.01 + 0.000001 * customers.{{ column }}
    {% endfor %}
