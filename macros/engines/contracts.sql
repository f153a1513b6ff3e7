{#
    What a contract promises, Spark makes true: columns are cast to their types. dbt-spark
    would compare the names of types, of which DuckDB has others.
#}
{% macro spark__get_assert_columns_equivalent(sql) %}{% endmacro %}


{% macro spark__get_column_names() %}
    {%- for column in model.columns.values() %}
    cast({{ column.name }} as {{ spark_type(column.data_type) }}) as {{ column.name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{# A type of DuckDB as Spark calls it. #}
{% macro spark_type(type) %}
    {% if type.endswith('[]') %}
        {{ return('array<' ~ spark_type(type[:-2]) ~ '>') }}
    {% endif %}
    {{ return(
        type | replace('varchar', 'string')
        | replace('timestamp with time zone', 'timestamp_ltz')
    ) }}
{% endmacro %}
