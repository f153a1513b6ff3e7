{{ config(materialized='view') }}

-- What lies behind waits until the events have passed their gate, too.
-- depends_on: {{ ref('customer_events_judged') }}
with

order_lines_judged as (
    select * from {{ ref('order_lines_judged') }}
),

accepted_lines as (
    select
        -- A source without line ids still names every line, by its place: padded,
        -- so that ids are in the order of the file.
        coalesce(
            order_line_id,
            source_file || ':' || lpad(cast(line_number as string), 10, '0')
        ) as order_line_id,
        {{ order_key('customer_id', 'order_id') }} as order_key,
        order_id,
        customer_id,
        ordered_at,
        shipped_at,
        coalesce(shipping_mode, 'Unknown') as shipping_mode,
        coalesce(order_status, 'Unknown') as order_status,
        payment_type,
        customer_type,
        market,
        coalesce(category, 'Unknown') as category,
        coalesce(product, 'Unknown') as product,
        quantity,
        unit_price,
        discount_rate,
        sales_amount,
        profit_amount
    from order_lines_judged
    where verdict = 'accepted'
)

select * from accepted_lines
