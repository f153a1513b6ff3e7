{#
    On Spark, a model casts its columns to the types of its contract. dbt-spark would
    compare the names of the types instead, and fail, because contracts use the type
    names of DuckDB.
#}
{% macro spark__get_assert_columns_equivalent(sql) %}{% endmacro %}


{% macro spark__get_column_names() %}
    {%- for column in model.columns.values() %}
    cast({{ column.name }} as {{ spark_type(column.data_type) }}) as {{ column.name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{# Spark's name of a DuckDB type. #}
{% macro spark_type(type) %}
    {% if type.endswith('[]') %}
        {{ return('array<' ~ spark_type(type[:-2]) ~ '>') }}
    {% endif %}
    {{ return(
        type | replace('varchar', 'string')
        | replace('timestamp with time zone', 'timestamp_ltz')
    ) }}
{% endmacro %}
