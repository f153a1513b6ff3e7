{#
    What orders say about their customer, added up: the only definition, whether those
    of all time or those that a date adds. The rows say what is new in them: is_new,
    is_new_purchase, is_new_shipment; is_latest marks the customer's last order;
    trailing_sign is 1 for what is in the trailing twelve months, -1 for what leaves
    them.
#}
{% macro aggregate_orders() %}
{%- set purchase = 'filter (where is_new_purchase)' -%}
{%- set shipment = 'filter (where is_new_shipment)' %}
        min(ordered_at) {{ purchase }} as first_ordered_at,
        max(ordered_at) {{ purchase }} as last_ordered_at,
        {%- for column in encoder_categories() %}
        any_value({{ column }}) filter (where is_latest) as {{ column }},
        {%- endfor %}
        count(*) {{ purchase }} as order_count,
        cast(coalesce(sum(trailing_sign), 0) as bigint) as order_count_365d,
        count(*) filter (where
            is_new and is_return and (is_counted or status_meaning = 'returned')
        ) as return_count,
        count(*) filter (where
            is_new and not is_counted and status_meaning is distinct from 'returned'
        ) as cancelled_order_count,
        count(*) filter (where is_new and (order_status != 'Unknown' or not is_counted))
            as status_known_order_count,
        coalesce(sum(sales_amount) filter (where is_new and is_counted), 0) as clv_amount,
        sum(profit_amount) filter (where is_new and is_counted) as profit_amount,
        sum(sales_amount) {{ purchase }} as purchase_amount,
        coalesce(sum(trailing_sign * sales_amount), 0) as sales_amount_365d,
        count(profit_amount) {{ purchase }} as profit_known_order_count,
        count(*) filter (where is_new_purchase and profit_amount < 0) as loss_order_count,
        sum(gross_amount) {{ purchase }} as gross_amount,
        sum(discount_known_amount) {{ purchase }} as discount_known_amount,
        cast(sum(line_count) {{ purchase }} as bigint) as line_count,
        cast(sum(discounted_line_count) {{ purchase }} as bigint)
            as discounted_line_count,
        cast(sum(discount_known_line_count) {{ purchase }} as bigint)
            as discount_known_line_count,
        sum(quantity) {{ purchase }} as quantity,
        cast(sum(quantity_known_line_count) {{ purchase }} as bigint)
            as quantity_known_line_count,
        sum(quantity_known_amount) {{ purchase }} as quantity_known_amount,
        sum(gap_days) {{ purchase }} as gap_days,
        sum(cast(gap_days * gap_days as decimal(28, 8))) {{ purchase }}
            as squared_gap_days,
        sum(shipping_days) {{ shipment }} as shipping_days,
        count(*) {{ shipment }} as shipped_order_count,
        count(*) filter (where is_new_shipment and floor(shipping_days) > promised_days)
            as late_order_count,
        count(promised_days) {{ shipment }} as punctuality_known_order_count,
        count(promised_days) {{ purchase }} as promised_order_count,
        count(*) filter (where is_new_purchase and promised_days < 4) as fast_order_count,
        count(*) filter (where is_new_purchase and {{ is_weekend('ordered_at') }})
            as weekend_order_count
{%- endmacro %}
