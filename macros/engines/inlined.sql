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


{# For a step that is to be computed once, however many read it. Goes there, too. #}
{% macro computed_once() -%}
    {{ adapter.dispatch('computed_once')() }}
{%- endmacro %}


{% macro duckdb__computed_once() -%}
    materialized
{%- endmacro %}


{% macro spark__computed_once() %}{% endmacro %}
