{#
    A double as a decimal of four places. Engines disagree on halves that a double does
    not hold exactly: here they are rounded as DuckDB does, after the multiplication.
#}
{% macro to_decimal(value, digits) -%}
    {{ adapter.dispatch('to_decimal')(value, digits) }}
{%- endmacro %}


{% macro duckdb__to_decimal(value, digits) -%}
    cast({{ value }} as decimal({{ digits }}, 4))
{%- endmacro %}


{% macro spark__to_decimal(value, digits) -%}
    cast(
        cast(round(cast({{ value }} as double) * 1e4) as decimal(38, 0)) * 0.0001
        as decimal({{ digits }}, 4)
    )
{%- endmacro %}
