with

order_line_ids_repeated as (
    select * from {{ ref('segmentation__order_line_ids_repeated') }}
),

order_lines as (
    select * from {{ ref('segmentation__order_lines') }}
),

lines_identified as (
    select
        source_file,
        line_number,
        order_key,
        case
            when is_number_within_order then order_key || ':' || order_line_id
            else order_line_id
        end as line_id
    from order_line_ids_repeated
),

repeated_ids as (
    select line_id
    from lines_identified
    group by line_id
    having count(*) > 1
),

lines_compared as (
    select
        identified.line_id,
        identified.order_key,
        lines.source_file,
        lines.line_number,
        {{ struct_of([
            'identified.order_key', 'lines.ordered_at',
            'lines.shipped_at', 'lines.shipping_mode', 'lines.order_status',
            'lines.payment_type', 'lines.customer_type', 'lines.market',
            'lines.category', 'lines.product', 'lines.quantity', 'lines.unit_price',
            'lines.discount_rate', 'lines.sales_amount', 'lines.profit_amount',
            'lines.currency', 'lines.status_meaning'
        ]) }} as content
    from lines_identified as identified
    inner join repeated_ids
        on identified.line_id = repeated_ids.line_id
    inner join order_lines as lines
        on
            identified.source_file = lines.source_file
            and identified.line_number = lines.line_number
),

latest_lines as (
    select
        line_id,
        max({{ struct_of(['source_file', 'line_number', 'content']) }}) as latest
    from lines_compared
    group by line_id
),

lines_repeated as (
    select
        lines.source_file,
        lines.line_number,
        case
            when lines.content = latest_lines.latest.content then 'duplicate'
            else 'superseded'
        end as verdict,
        lines.source_file = latest_lines.latest.source_file as is_of_same_file,
        lines.order_key = latest_lines.latest.content.order_key as is_of_same_order
    from lines_compared as lines
    inner join latest_lines
        on lines.line_id = latest_lines.line_id
    where
        lines.source_file != latest_lines.latest.source_file
        or lines.line_number != latest_lines.latest.line_number
)

select * from lines_repeated
