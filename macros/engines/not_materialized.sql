{#
    For a step that several others read and that is not to be kept in memory: goes
    between `as` and its parenthesis. Spark keeps none.
#}
{% macro not_materialized() -%}
    {{ adapter.dispatch('not_materialized')() }}
{%- endmacro %}


{% macro duckdb__not_materialized() -%}
    not materialized
{%- endmacro %}


{% macro spark__not_materialized() %}{% endmacro %}

