-- Past net sales of each segment beside what is to come: net sales and profit of the
-- next 365 days, and the residual lifetime value, which is profit and not sales. If
-- expected_revenue_365d is below sales_amount_365d by more than the interval in
-- marts.segment_forecasts, the segment probably shrinks. sales_amount_365d does not
-- subtract returns. predictions.forecast_choice says by how much the forecast was too
-- high or too low in tests.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where segment_id is not null
),

segments_summed as (
    select
        segment_id,
        segment_name,
        count(*) as customers,
        sum(clv_amount) as past_sales_amount,
        sum(sales_amount_365d) as sales_amount_365d,
        -- A sum of decimals does not depend on the order of the rows.
        sum(cast(expected_revenue_90d as decimal(18, 4))) as expected_revenue_90d,
        sum(cast(expected_revenue_365d as decimal(18, 4))) as expected_revenue_365d,
        sum(cast(expected_profit_365d as decimal(18, 4))) as expected_profit_365d,
        sum(cast(residual_lifetime_value as decimal(18, 4)))
            as residual_lifetime_value
    from customers
    group by segment_id, segment_name
)

select
    segment_id,
    segment_name,
    customers,
    past_sales_amount,
    sales_amount_365d,
    expected_revenue_90d,
    expected_revenue_365d,
    expected_profit_365d,
    residual_lifetime_value,
    {{ ratio('expected_revenue_365d', 'customers') }} as expected_revenue_per_customer
from segments_summed
order by expected_revenue_365d desc nulls last, segment_id asc
