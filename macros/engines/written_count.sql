{# A whole number as people read it: with commas between the thousands. #}
{% macro written_count(number) -%}
    {{ adapter.dispatch('written_count')(number) }}
{%- endmacro %}


{% macro duckdb__written_count(number) -%}
    format('{:,}', {{ number }})
{%- endmacro %}


{% macro spark__written_count(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}
