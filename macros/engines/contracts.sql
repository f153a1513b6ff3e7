{#
    On Spark, a contract casts columns to its types. dbt-spark would compare names of
    types, but the contract names types of DuckDB.
#}
{% macro spark__get_assert_columns_equivalent(sql) %}{% endmacro %}


{% macro spark__get_column_names() %}
    {%- for column in model.columns.values() %}
    cast({{ column.name }} as {{ spark_type(column.data_type) }}) as {{ column.name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{# A type of DuckDB as Spark names it. #}
{% macro spark_type(type) %}
    {% if type.endswith('[]') %}
        {{ return('array<' ~ spark_type(type[:-2]) ~ '>') }}
    {% endif %}
    {{ return(
        type | replace('varchar', 'string')
        | replace('timestamp with time zone', 'timestamp_ltz')
    ) }}
{% endmacro %}
