{#
    For a step that several others read and that is not to be kept in memory: goes
    between `as` and its parenthesis. Spark keeps none.
#}
{% macro inlined() -%}
    {{ adapter.dispatch('inlined')() }}
{%- endmacro %}


{% macro duckdb__inlined() -%}
    not materialized
{%- endmacro %}


{% macro spark__inlined() %}{% endmacro %}

