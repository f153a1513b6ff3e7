{#
    Why a line cannot be used, as a list of reason codes, empty where it can. The
    codes are explained in docs/judging.md. A line that is wrong as a whole has that
    one reason.
#}
{% macro reasons_against(opened) -%}
    case
        when line_reason is not null then {{ list_of(['line_reason']) }}
        {%- if opened.files | selectattr('has_null_bytes') | list %}
        when contains(concat_ws('',
            {%- for column in opened.columns %} raw_values.{{ column }}
            {{- ',' if not loop.last }}{% endfor %}), chr(0))
            then {{ list_of(["'line_has_null_bytes'"]) }}
        {%- endif %}
        -- Nearly all lines have no reason: finding that out first costs a third of
        -- making a list for each of them.
        when coalesce({{ every_reason_against(opened) }}) is null
            then cast({{ list_of([]) }} as {{ list_type('string') }})
        else {{ without_nulls(list_of([every_reason_against(opened)])) }}
    end
{%- endmacro %}


{# What may be wrong with a line that is whole: codes, each NULL where it is not. #}
{% macro every_reason_against(opened) -%}
    case when customer_id is null then 'customer_id_missing' end,
    {%- if opened.holds == 'events' %}
    case when signal is null then 'signal_missing' end,
    {{ reason_against('occurred_at', opened) }},
    {{ reason_against('value', opened) }}
    {%- else %}
    case when order_id is null then 'order_id_missing' end,
    {%- for column in ['ordered_at', 'shipped_at'] + number_columns() %}
    {{ reason_against(column, opened) }},
    {%- endfor %}
    case
        when discount_rate not between 0 and 1
            then 'discount_rate_out_of_range'
    end
    {%- endif %}
{%- endmacro %}


{# Why one date or number cannot be used: missing, unreadable or out of range. #}
{% macro reason_against(column, opened) -%}
    case
        {%- if column in opened.columns %}
        when {{ column }} is null and {{ clean_text('raw_values.' ~ column) }} is not null
            then '{{ column }}_unreadable'
        {%- endif %}
        {%- if column in ('ordered_at', 'occurred_at', 'sales_amount') %}
        when {{ column }} is null then '{{ column }}_missing'
        {%- endif %}
        {%- if column in ('ordered_at', 'shipped_at', 'occurred_at') %}
        when {{ column }} < timestamp '1970-01-01' or {{ column }} >= timestamp '2100-01-01'
            then '{{ column }}_out_of_range'
        {%- else %}
        when false then null
        {%- endif %}
    end
{%- endmacro %}
