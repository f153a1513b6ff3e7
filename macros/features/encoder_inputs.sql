{#
    The encoder sees features with an `encoder_input`, and signals. They are rates,
    ratios, recency and totals of 365 days. Lifetime totals grow, so with them every
    customer would seem to rise through the segments.
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


{# Without events of a signal, the count is 0 and the other columns are NULL. #}
{% macro encoder_inputs() %}
        {%- for feature in encoder_numbers() %}
        cast({{ 'coalesce(' ~ feature ~ ', 0)' if feature.endswith('_count_90d')
            else feature }} as double) as {{ feature }},
        {%- endfor %}
        {%- for feature in encoder_categories() %}
        {{ feature }},
        {%- endfor %}
{% endmacro %}
