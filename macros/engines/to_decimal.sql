{#
    A double as a decimal of four places, rounded half up. A cast would round each in its
    own way: DuckDB what the double holds exactly, Spark the shortest text of it.
#}
{% macro to_decimal(value, digits) -%}
    cast(
        cast(floor(({{ value }}) * 1e4 + 5e-1) as decimal({{ [digits, 34] | min }}, 0))
        * cast(0.0001 as decimal(4, 4))
        as decimal({{ digits }}, 4)
    )
{%- endmacro %}
