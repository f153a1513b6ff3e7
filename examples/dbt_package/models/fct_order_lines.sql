-- One row per order line, with the column names that the package reads.
select
    line_id as order_line_id,
    order_id,
    buyer as customer_id,
    cast(placed_at as timestamp) as ordered_at,
    status as order_status,
    article as product,
    pieces as quantity,
    paid as sales_amount
from {{ ref('order_items') }}
