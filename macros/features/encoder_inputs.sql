{#
    What the encoder sees, in this order: rates, ratios, recency and trailing
    twelve months. Lifetime totals only ever grow, so with them every customer
    would seem to rise through the segments. Signals, where there are any, come last.
#}
{% macro encoder_numbers() %}
    {{ return(order_numbers() + signal_numbers()) }}
{% endmacro %}


{% macro order_numbers() %}
    {{ return([
        'recency_days', 'orders_per_month', 'order_count_365d',
        'sales_amount_365d', 'is_one_time_buyer', 'average_gap_days',
        'gap_variation', 'average_order_amount', 'average_unit_price',
        'lines_per_order', 'units_per_line', 'categories_per_order',
        'margin_rate', 'loss_order_rate', 'average_discount_rate',
        'discounted_line_rate', 'return_rate', 'cancellation_rate',
        'average_shipping_days', 'late_order_rate', 'fast_order_rate',
        'weekend_order_rate'
    ]) }}
{% endmacro %}


{% macro encoder_categories() %}
    {{ return(['payment_type', 'customer_type', 'market']) }}
{% endmacro %}


{#
    The columns that the encoder sees, from features of any date joined to their
    pivoted signals: who shows a signal in no event has counts of 0 and the rest unknown.
#}
{% macro encoder_inputs() %}
        {%- for feature in encoder_numbers() %}
        cast({{ 'coalesce(' ~ feature ~ ', 0)' if feature.endswith('_count_90d')
            else feature }} as double) as {{ feature }},
        {%- endfor %}
        {%- for feature in encoder_categories() %}
        {{ feature }},
        {%- endfor %}
{% endmacro %}
