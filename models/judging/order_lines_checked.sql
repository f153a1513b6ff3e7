{{ config(materialized='view') }}

-- What is wrong with each line by itself. A view: rules may change, and no line is read
-- again. The codes are one text first, since of nearly all lines it is empty: a list for
-- each would take longer than all the rest.
with

order_lines as (
    select * from {{ ref('order_lines') }}
),

order_source as (
    select * from {{ ref('order_source') }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

lines_examined as (
    select
        lines.*,
        order_source.anonymous_lines = 'excluded' as may_be_anonymous,
        coalesce(
            lines.customer_id in (select customer_id from excluded_customers), false
        ) as is_left_out,
        coalesce(lines.line_reason, concat_ws(
            ',',
            case when lines.customer_id is null then 'customer_id_missing' end,
            case when lines.order_id is null then 'order_id_missing' end,
            case
                when array_contains(lines.unreadable, 'ordered_at')
                    then 'ordered_at_unreadable'
                when lines.ordered_at is null then 'ordered_at_missing'
                when not {{ is_believable('lines.ordered_at') }}
                    then 'ordered_at_out_of_range'
            end,
            case
                when array_contains(lines.unreadable, 'shipped_at')
                    then 'shipped_at_unreadable'
                when not {{ is_believable('lines.shipped_at') }}
                    then 'shipped_at_out_of_range'
            end,
            case
                when array_contains(lines.unreadable, 'sales_amount')
                    then 'sales_amount_unreadable'
                when lines.sales_amount is null then 'sales_amount_missing'
            end,
            case
                when array_contains(lines.unreadable, 'profit_amount')
                    then 'profit_amount_unreadable'
            end,
            case
                when array_contains(lines.unreadable, 'quantity')
                    then 'quantity_unreadable'
            end,
            case
                when array_contains(lines.unreadable, 'unit_price')
                    then 'unit_price_unreadable'
            end,
            case
                when array_contains(lines.unreadable, 'discount_rate')
                    then 'discount_rate_unreadable'
                when lines.discount_rate not between 0 and 1
                    then 'discount_rate_out_of_range'
            end
        )) as reason_codes
    from order_lines as lines
    cross join order_source
),

lines_checked as (
    select
        * {{ all_but([
            'line_reason', 'unreadable', 'raw_values', 'may_be_anonymous',
            'is_left_out', 'reason_codes'
        ]) }},
        {{ first_verdict() }} as verdict,
        {{ reasons_listed('customer_left_out') }} as reasons,
        case when {{ first_verdict() }} = 'rejected' then raw_values end as raw_values
    from lines_examined
)

select * from lines_checked
