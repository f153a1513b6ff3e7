-- What the next year should bring by segment, if nothing changes. Beside
-- sales_amount_365d it says which segment shrinks; the difference is the most that a
-- campaign can win back there. It adds up well and says little of one customer, so do
-- not set a single budget by it.
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
        -- As decimals: a sum of doubles would depend on their order.
        sum(cast(expected_value_365d as decimal(18, 4))) as expected_value_365d,
        sum(cast(expected_revenue_90d as decimal(18, 4))) as expected_revenue_90d
    from customers
    group by segment_id, segment_name
)

select
    segment_id,
    segment_name,
    customers,
    sales_amount_365d,
    expected_value_365d,
    {{ ratio('expected_value_365d', 'customers') }} as expected_value_per_customer,
    expected_revenue_90d
from segments_summed
order by expected_value_365d desc nulls last, segment_id asc
