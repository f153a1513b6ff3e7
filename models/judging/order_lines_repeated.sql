-- Only lines whose id is repeated are compared and ranked: with all lines, this would
-- be the costliest step of the build. What is rejected or left out repeats nothing.
-- Not materialized: ids are looked at in all lines, the rest in few.
with

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

order_lines as {{ inlined() }} (
    select lines.*
    from {{ ref('order_lines') }} as lines
    left join excluded_customers as left_out
        on lines.customer_id = left_out.customer_id
    where lines.reasons is null and left_out.customer_id is null
),

repeated_line_ids as (
    select order_line_id
    from order_lines
    where order_line_id is not null
    group by order_line_id
    having count(*) > 1
),

lines_compared as (
    select
        lines.order_line_id,
        lines.source_file,
        lines.line_number,
        {{ struct_of([
            'lines.order_id', 'lines.customer_id', 'lines.ordered_at',
            'lines.shipped_at', 'lines.shipping_mode', 'lines.order_status',
            'lines.payment_type', 'lines.customer_type', 'lines.market',
            'lines.category', 'lines.product', 'lines.quantity', 'lines.unit_price',
            'lines.discount_rate', 'lines.sales_amount', 'lines.profit_amount',
            'lines.currency'
        ]) }} as content
    from order_lines as lines
    inner join repeated_line_ids
        on lines.order_line_id = repeated_line_ids.order_line_id
),

latest_lines as (
    select
        order_line_id,
        max({{ struct_of(['source_file', 'line_number', 'content']) }}) as latest
    from lines_compared
    group by order_line_id
),

lines_repeated as (
    select
        lines.source_file,
        lines.line_number,
        case
            when lines.content = latest_lines.latest.content then 'duplicate'
            else 'superseded'
        end as verdict
    from lines_compared as lines
    inner join latest_lines
        on lines.order_line_id = latest_lines.order_line_id
    where
        lines.source_file != latest_lines.latest.source_file
        or lines.line_number != latest_lines.latest.line_number
)

select * from lines_repeated
