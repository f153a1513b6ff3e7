{{ config(materialized='view') }}

-- The edge makes later models wait for the tests of the events.
-- depends_on: {{ ref('segmentation__customer_events_judged') }}
with

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

order_line_ids_repeated as (
    select * from {{ ref('segmentation__order_line_ids_repeated') }}
),

line_ids_understood as (
    select coalesce(bool_or(is_number_within_order), false) as is_number_within_order
    from order_line_ids_repeated
),

accepted_lines as (
    select
        -- Without a line id, the id is file and line number, padded to sort as in the
        -- file.
        case
            when order_line_id is null
                then source_file || ':' || lpad(cast(line_number as string), 10, '0')
            when line_ids_understood.is_number_within_order
                then {{ order_key('customer_id', 'order_id') }} || ':' || order_line_id
            else order_line_id
        end as order_line_id,
        {{ order_key('customer_id', 'order_id') }} as order_key,
        order_id,
        customer_id,
        ordered_at,
        shipped_at,
        coalesce(shipping_mode, 'Unknown') as shipping_mode,
        coalesce(order_status, 'Unknown') as order_status,
        status_meaning,
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
    cross join line_ids_understood
    where verdict = 'accepted'
)

select * from accepted_lines
