{# Names and values of the inputs of forecasts, in words for people. #}

{% macro input_label(feature, label) -%}
    coalesce(
        {{ label }},
        concat(
            upper(substr({{ feature }}, 1, 1)), replace(substr({{ feature }}, 2), '_', ' ')
        )
    )
{%- endmacro %}


{# Small numbers keep one digit, unless it is 0. #}
{% macro input_value(value, category, unit) -%}
    case
        when {{ value }} is null then coalesce({{ category }}, 'unknown')
        when {{ unit }} = 'rate'
            then concat({{ format_number('100 * ' ~ value) }}, '%')
        when abs({{ value }}) >= 10 or {{ value }} = floor({{ value }})
            then {{ format_number(value) }}
        else {{ format_number(value, 1) }}
    end
{%- endmacro %}
