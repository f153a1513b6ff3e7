{#
    Unlike dbt-spark's macro, this one loads empty cells as NULL, not as `None`, and
    keeps backslashes.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {% set types = model['config'].get('column_types', {}) %}
    {% set insert %}
    insert into {{ this }} values
    {%- for row in agate_table.rows %}
    (
        {%- for name in agate_table.column_names %}
        cast(
            {%- if row[name] is none %} null {% else %} {{ quoted(row[name]) }} {% endif -%}
            as {{ types.get(name, adapter.convert_type(agate_table, loop.index0)) }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ){{ ',' if not loop.last }}
    {%- endfor %}
    {% endset %}
    {% if agate_table.rows | length > 0 %}{% do run_query(insert) %}{% endif %}
    {{ return(insert) }}
{% endmacro %}
