{# A value as a SQL text literal, whatever quotes it holds. #}
{% macro quoted(value) -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(value)) }}
{%- endmacro %}
