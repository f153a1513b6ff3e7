{# Names and values of the inputs of forecasts, in words for people. #}

{% macro input_label(feature, label) -%}
    coalesce(
        {{ label }},
        concat(
            upper(substr({{ feature }}, 1, 1)), replace(substr({{ feature }}, 2), '_', ' ')
        )
    )
{%- endmacro %}


{# Small numbers and rates keep one digit, so that different values look different. #}
{% macro input_value(value, category, unit) -%}
    case
        when {{ value }} is null then coalesce({{ category }}, 'unknown')
        when {{ unit }} = 'rate' and abs({{ value }}) < 0.1 and {{ value }} != 0
            then concat({{ format_number('100 * ' ~ value, 1) }}, '%')
        when {{ unit }} = 'rate'
            then concat({{ format_number('100 * ' ~ value) }}, '%')
        when abs({{ value }}) >= 10 or {{ value }} = floor({{ value }})
            then {{ format_number(value) }}
        else {{ format_number(value, 1) }}
    end
{%- endmacro %}
