{# A window function that skips NULLs, such as `last_value`. Goes before `over`. #}
{% macro ignore_nulls(function, column) -%}
    {{ adapter.dispatch('ignore_nulls')(function, column) }}
{%- endmacro %}


{% macro duckdb__ignore_nulls(function, column) -%}
    {{ function }}({{ column }} ignore nulls)
{%- endmacro %}


{% macro spark__ignore_nulls(function, column) -%}
    {{ function }}({{ column }}) ignore nulls
{%- endmacro %}
