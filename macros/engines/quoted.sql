{# A value as a SQL text literal, whatever quotes it holds. #}
{% macro quoted(value) -%}
    {{ adapter.dispatch('quoted')(value) }}
{%- endmacro %}


{% macro duckdb__quoted(value) -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(value)) }}
{%- endmacro %}


{# To Spark, a backslash is one only where another stands before it. #}
{% macro spark__quoted(value) -%}
    '{{ value | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}
