{# A number as people read it: with commas between the thousands, and so many places. #}
{% macro format_number(number, places=0) -%}
    {{ adapter.dispatch('format_number')(number, places) }}
{%- endmacro %}


{% macro duckdb__format_number(number, places) -%}
    format('{:,.{{ places }}f}', cast({{ number }} as double))
{%- endmacro %}


{% macro spark__format_number(number, places) -%}
    format_number({{ number }}, {{ places }})
{%- endmacro %}
