{#
    How a table is made that a build changes only where something is new: on Spark anew,
    because plain files take no rows out.
#}
{% macro in_parts() %}
    {{ return(adapter.dispatch('in_parts')()) }}
{% endmacro %}


{% macro duckdb__in_parts() %}{{ return('incremental') }}{% endmacro %}


{% macro spark__in_parts() %}{{ return('table') }}{% endmacro %}
