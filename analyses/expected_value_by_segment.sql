-- Expected net sales of each segment in the next 365 days. If they are below
-- sales_amount_365d, the segment shrinks, and a campaign can win back at most the
-- difference. The forecast is reliable for a whole segment, not for a single customer;
-- predictions.forecast_choice says by how much it was too high or too low in tests.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where segment_id is not null
),

segments_summed as (
    select
        segment_id,
        segment_name,
        count(*) as customers,
        sum(sales_amount_365d) as sales_amount_365d,
        -- A sum of decimals does not depend on the order of the rows.
        sum(cast(expected_revenue_90d as decimal(18, 4))) as expected_revenue_90d,
        sum(cast(expected_revenue_365d as decimal(18, 4))) as expected_revenue_365d
    from customers
    group by segment_id, segment_name
)

select
    segment_id,
    segment_name,
    customers,
    sales_amount_365d,
    expected_revenue_90d,
    expected_revenue_365d,
    {{ ratio('expected_revenue_365d', 'customers') }} as expected_revenue_per_customer
from segments_summed
order by expected_revenue_365d desc nulls last, segment_id asc
