{# One value that holds columns. #}
{% macro struct_of(columns) -%}
    {{ adapter.dispatch('struct_of')(columns) }}
{%- endmacro %}


{# A struct has at least one field. #}
{% macro duckdb__struct_of(columns) -%}
    struct_pack(
        {%- for column in columns %}
        {{ column.split('.')[-1] }} := {{ column }}{{ ',' if not loop.last }}
        {%- else %}
        nothing := null
        {%- endfor %}
    )
{%- endmacro %}


{% macro spark__struct_of(columns) -%}
    struct(
        {%- for column in columns %}
        {{ column }} as {{ column.split('.')[-1] }}{{ ',' if not loop.last }}
        {%- else %}
        cast(null as integer) as nothing
        {%- endfor %}
    )
{%- endmacro %}


{# One value that holds all columns of a relation. #}
{% macro row_of(relation) -%}
    {{ adapter.dispatch('row_of')(relation) }}
{%- endmacro %}


{% macro duckdb__row_of(relation) -%}
    {{ relation }}
{%- endmacro %}


{% macro spark__row_of(relation) -%}
    struct({{ relation }}.*)
{%- endmacro %}
