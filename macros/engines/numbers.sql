{# Numbers that are the same to the last digit on DuckDB and on Spark. #}

{#
    The exact median of decimals with four places. For an even number of values: the
    mean of the two in the middle, rounded. `median` would compute doubles on DuckDB and
    would cut off digits on Spark.
#}
{% macro exact_median(column, digits) -%}
    cast((
        cast(percentile_disc(0.5) within group (order by {{ column }}) as decimal(28, 4))
        + cast(
            percentile_disc(0.5) within group (order by {{ column }} desc)
            as decimal(28, 4)
        )
    ) * 0.5 as decimal({{ digits }}, 4))
{%- endmacro %}


{#
    A double as a decimal of four places, rounded half up. In a plain cast, DuckDB
    rounds the exact value of the double and Spark its shortest text.
#}
{% macro to_decimal(value, digits) -%}
    cast(
        cast(floor(({{ value }}) * 1e4 + 5e-1) as decimal({{ [digits, 34] | min }}, 0))
        * cast(0.0001 as decimal(4, 4))
        as decimal({{ digits }}, 4)
    )
{%- endmacro %}


{# A number as text, with commas between thousands and `places` decimal places. #}
{% macro format_number(number, places=0) -%}
    {%- if target.type == 'spark' -%}
    format_number({{ number }}, {{ places }})
    {%- else -%}
    format('{:,.{{ places }}f}', cast({{ number }} as double))
    {%- endif -%}
{%- endmacro %}
