{#
    How a table is made that a build changes only where something is new: on Spark anew,
    because plain files take no rows out.
#}
{% macro incremental_or_table() %}
    {{ return(adapter.dispatch('incremental_or_table')()) }}
{% endmacro %}


{% macro duckdb__incremental_or_table() %}{{ return('incremental') }}{% endmacro %}


{% macro spark__incremental_or_table() %}{{ return('table') }}{% endmacro %}
