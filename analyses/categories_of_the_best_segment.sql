-- Categories that the most valuable segment prefers. The ratio of a category is its
-- share of the segment's net sales, divided by its share of all net sales. To win more
-- customers like those of the segment, advertise categories with a ratio far above 1.
with

stg_order_lines as (
    select * from {{ ref('segmentation__stg_order_lines') }}
),

orders as (
    select * from {{ ref('segmentation__orders') }} where is_counted
),

segments as (
    select * from {{ ref('segmentation__segments') }}
),

categories_summed as (
    select
        lines.category,
        sum(lines.sales_amount) as revenue_amount,
        coalesce(
            sum(lines.sales_amount) filter (segments.value_rank = 1), 0
        ) as best_segment_revenue_amount
    from stg_order_lines as lines
    inner join orders
        on lines.order_key = orders.order_key
    inner join segments
        on orders.segment_id = segments.segment_id
    group by lines.category
),

shares_compared as (
    select
        category,
        revenue_amount,
        best_segment_revenue_amount,
        {{ ratio('revenue_amount', 'sum(revenue_amount) over ()') }}
            as revenue_share,
        {{ ratio(
            'best_segment_revenue_amount', 'sum(best_segment_revenue_amount) over ()'
        ) }} as best_segment_revenue_share
    from categories_summed
)

select
    *,
    best_segment_revenue_share / nullif(revenue_share, 0) as times_everybody
from shares_compared
order by times_everybody desc nulls last, category asc
