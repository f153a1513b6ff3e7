{# Parts of a query, as DuckDB and Spark spell them. #}

{% macro exclude_columns(columns) -%}
    {{ 'except' if target.type == 'spark' else 'exclude' }} ({{ columns | join(', ') }})
{%- endmacro %}


{% macro ignore_nulls(function, column) -%}
    {{ function }}({{ column }}
    {{- ') ignore nulls' if target.type == 'spark' else ' ignore nulls)' }}
{%- endmacro %}


{# DuckDB would keep the rows in memory. Spark never keeps them. #}
{% macro not_materialized() -%}
    {{ 'not materialized' if target.type != 'spark' }}
{%- endmacro %}


{% macro raise_error(message) -%}
    {{ 'raise_error' if target.type == 'spark' else 'error' }}({{ message }})
{%- endmacro %}


{# Incremental tables are rebuilt on Spark: rows of plain files cannot be deleted. #}
{% macro incremental_or_table() %}
    {{ return('table' if target.type == 'spark' else 'incremental') }}
{% endmacro %}
