{# Parts of a query, in the SQL of DuckDB and of Spark. #}

{% macro exclude_columns(columns) -%}
    {{ 'except' if target.type == 'spark' else 'exclude' }} ({{ columns | join(', ') }})
{%- endmacro %}


{% macro ignore_nulls(function, column) -%}
    {{ function }}({{ column }}
    {{- ') ignore nulls' if target.type == 'spark' else ' ignore nulls)' }}
{%- endmacro %}


{# By default, DuckDB keeps the rows of such a CTE in memory. Spark never does. #}
{% macro not_materialized() -%}
    {{ 'not materialized' if target.type != 'spark' }}
{%- endmacro %}


{% macro raise_error(message) -%}
    {{ 'raise_error' if target.type == 'spark' else 'error' }}({{ message }})
{%- endmacro %}


{# Spark rebuilds these tables, because it cannot delete single rows of plain files. #}
{% macro incremental_or_table() %}
    {{ return('table' if target.type == 'spark' else 'incremental') }}
{% endmacro %}
