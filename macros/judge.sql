{# Reason code of a date that is missing, unreadable or out of range. #}
{% macro judge_date(column, required=false, opened={}) -%}
    case
        {%- if required %}
        when {{ clean_text('raw_values.' ~ column) }} is null
            then '{{ column }}_missing'
        {%- endif %}
        {%- if required or column in opened.get('columns', {}) %}
        when {{ column }} is null and {{ clean_text('raw_values.' ~ column) }} is not null
            then '{{ column }}_unreadable'
        {%- endif %}
        when {{ column }} < timestamp '1970-01-01' or {{ column }} >= timestamp '2100-01-01'
            then '{{ column }}_out_of_range'
    end
{%- endmacro %}


{# Reason code of a number that is missing or unreadable. #}
{% macro judge_number(column, required=false, opened={}) -%}
    case
        {%- if required %}
        when {{ clean_text('raw_values.' ~ column) }} is null
            then '{{ column }}_missing'
        {%- endif %}
        {%- if required or column in opened.get('columns', {}) %}
        when {{ column }} is null and {{ clean_text('raw_values.' ~ column) }} is not null
            then '{{ column }}_unreadable'
        {%- else %}
        when false then null
        {%- endif %}
    end
{%- endmacro %}
