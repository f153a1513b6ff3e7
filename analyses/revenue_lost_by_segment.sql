-- Cost of churn by segment: the net sales in the last 365 days from customers who are
-- churned now. Plan win-back budgets by lost_amount, not by the number of churned
-- customers.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where segment_id is not null
),

segments_summed as (
    select
        segment_id,
        segment_name,
        count(*) as customers,
        count(*) filter (is_churned) as churned_customers,
        {{ ratio('count(*) filter (is_churned)', 'count(*)') }} as churn_rate,
        coalesce(sum(sales_amount_365d) filter (is_churned), 0) as lost_amount,
        sum(sales_amount_365d) as sales_amount_365d
    from customers
    group by segment_id, segment_name
)

select
    * exclude (sales_amount_365d),
    {{ ratio('lost_amount', 'sales_amount_365d') }} as lost_share
from segments_summed
order by lost_amount desc, segment_id asc
