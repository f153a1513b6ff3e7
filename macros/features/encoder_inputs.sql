{#
    The inputs of the encoder are the features with an `encoder_input`, and signals.
    These features are rates, ratios, recency and totals of 365 days. They are no
    lifetime totals: these only grow, so every customer would seem to rise through the
    segments.
#}
{% macro encoder_numbers() %}
    {{ return(order_numbers() + signal_numbers()) }}
{% endmacro %}


{% macro order_numbers() %}
    {{ return(features().values() | selectattr('encoder_input', 'equalto', 'number')
        | map(attribute='name') | list) }}
{% endmacro %}


{% macro encoder_categories() %}
    {{ return(features().values() | selectattr('encoder_input', 'equalto', 'category')
        | map(attribute='name') | list) }}
{% endmacro %}


{# For a signal without events, its count is 0 and its other columns are NULL. #}
{% macro encoder_inputs() %}
        {%- for feature in encoder_numbers() %}
        cast({{ 'coalesce(' ~ feature ~ ', 0)' if feature.endswith('_count_90d')
            else feature }} as double) as {{ feature }},
        {%- endfor %}
        {%- for feature in encoder_categories() %}
        {{ feature }},
        {%- endfor %}
{% endmacro %}


{#
    An average of n orders counts n / (n + 3). From ten orders on, one more hardly
    matters, and customers who go on as before must not move between segments.
#}
{% macro credible_order_count(order_count) -%}
    least({{ order_count }}, 10)
{%- endmacro %}
