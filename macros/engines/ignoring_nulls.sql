{# A window function that skips NULLs, such as `last_value`. Goes before `over`. #}
{% macro ignoring_nulls(function, column) -%}
    {{ adapter.dispatch('ignoring_nulls')(function, column) }}
{%- endmacro %}


{% macro duckdb__ignoring_nulls(function, column) -%}
    {{ function }}({{ column }} ignore nulls)
{%- endmacro %}


{% macro spark__ignoring_nulls(function, column) -%}
    {{ function }}({{ column }}) ignore nulls
{%- endmacro %}
