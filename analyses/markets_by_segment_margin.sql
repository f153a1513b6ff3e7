-- Margin of each segment in each market. The customers of a segment are alike in all
-- markets. So if a valuable segment has a low margin in one market only, check the
-- prices, discounts and shipping costs of that market.
with

orders as (
    select * from {{ ref('segmentation__orders') }} where is_counted
),

segments as (
    select * from {{ ref('segmentation__segments') }}
),

markets_summed as (
    select
        orders.market,
        segments.segment_name,
        segments.value_rank,
        count(distinct orders.customer_id) as customers,
        sum(orders.sales_amount) as revenue_amount,
        sum(orders.profit_amount) as profit_amount,
        {{ ratio('sum(orders.profit_amount)', 'sum(orders.sales_amount)') }}
            as margin_rate
    from orders
    inner join segments
        on orders.segment_id = segments.segment_id
    group by orders.market, segments.segment_name, segments.value_rank
)

select * from markets_summed
order by market asc, value_rank asc
