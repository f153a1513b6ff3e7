{# Parts of a query, as DuckDB and Spark spell them. #}

{# `select *` without these columns. #}
{% macro exclude_columns(columns) -%}
    {{ 'except' if target.type == 'spark' else 'exclude' }} ({{ columns | join(', ') }})
{%- endmacro %}


{# A window function that skips NULLs, such as `last_value`. `over` follows it. #}
{% macro ignore_nulls(function, column) -%}
    {{ function }}({{ column }}
    {{- ') ignore nulls' if target.type == 'spark' else ' ignore nulls)' }}
{%- endmacro %}


{#
    Between `as` and the parenthesis of a CTE: DuckDB does not keep its rows in memory,
    though several steps read it. Spark never keeps them.
#}
{% macro not_materialized() -%}
    {{ 'not materialized' if target.type != 'spark' }}
{%- endmacro %}


{# An error with a message, raised where the expression is computed. #}
{% macro raise_error(message) -%}
    {{ 'raise_error' if target.type == 'spark' else 'error' }}({{ message }})
{%- endmacro %}


{# Incremental tables are rebuilt on Spark: rows of plain files cannot be deleted. #}
{% macro incremental_or_table() %}
    {{ return('table' if target.type == 'spark' else 'incremental') }}
{% endmacro %}
