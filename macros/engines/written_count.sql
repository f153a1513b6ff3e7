{# A number as people read it: with commas between the thousands, and so many places. #}
{% macro written_count(number, places=0) -%}
    {{ adapter.dispatch('written_count')(number, places) }}
{%- endmacro %}


{% macro duckdb__written_count(number, places) -%}
    format('{:,.{{ places }}f}', cast({{ number }} as double))
{%- endmacro %}


{% macro spark__written_count(number, places) -%}
    format_number({{ number }}, {{ places }})
{%- endmacro %}
