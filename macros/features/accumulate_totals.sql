{#
    What is known of a customer by a date: everything that was added up to it, in the
    window `so_far`.
#}
{% macro accumulate_totals() %}
        min(first_ordered_at) over so_far as first_ordered_at,
        max(last_ordered_at) over so_far as last_ordered_at,
        {%- for name in encoder_categories() %}
        {{ ignore_nulls('last_value', name) }} over so_far as {{ name }},
        {%- endfor %}
        {%- for name in count_totals() %}
        cast(sum({{ name }}) over so_far as bigint) as {{ name }},
        {%- endfor %}
        {%- for name in sum_totals() %}
        sum({{ name }}) over so_far as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
{% endmacro %}


{% macro count_totals() %}
    {{ return([
        'order_count', 'order_count_365d', 'return_count', 'cancelled_order_count',
        'status_known_order_count', 'profit_known_order_count', 'loss_order_count',
        'line_count', 'discounted_line_count', 'discount_known_line_count',
        'quantity_known_line_count', 'shipped_order_count', 'late_order_count',
        'punctuality_known_order_count', 'promised_order_count', 'fast_order_count',
        'weekend_order_count', 'category_count', 'payment_type_count', 'market_count'
    ]) }}
{% endmacro %}


{% macro sum_totals() %}
    {{ return([
        'clv_amount', 'profit_amount', 'purchase_amount', 'sales_amount_365d',
        'gross_amount', 'discount_known_amount', 'quantity', 'quantity_known_amount',
        'gap_days', 'squared_gap_days', 'shipping_days'
    ]) }}
{% endmacro %}
