-- All orders together have the lines, sales and profit of all accepted lines.
select
    orders.order_lines,
    lines.lines,
    orders.order_sales_amount,
    lines.sales_amount,
    orders.order_profit_amount,
    lines.profit_amount
from (
    select
        coalesce(sum(line_count), 0) as order_lines,
        coalesce(sum(sales_amount), 0) as order_sales_amount,
        coalesce(sum(profit_amount), 0) as order_profit_amount
    from {{ ref('segmentation__int_orders_enriched') }}
) as orders
cross join (
    select
        count(*) as lines,
        coalesce(sum(sales_amount), 0) as sales_amount,
        coalesce(sum(profit_amount), 0) as profit_amount
    from {{ ref('segmentation__stg_order_lines') }}
) as lines
where
    orders.order_lines != lines.lines
    or orders.order_sales_amount != lines.sales_amount
    or orders.order_profit_amount != lines.profit_amount
