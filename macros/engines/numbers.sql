{# Expressions whose numbers have the same digits on DuckDB and on Spark. #}

{# `median` of decimals returns a double on DuckDB and loses digits on Spark. #}
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
    A plain cast to a decimal differs: DuckDB rounds the exact value of the double, and
    Spark rounds the shortest text that stands for the double.
#}
{% macro to_decimal(value, digits) -%}
    cast(
        cast(floor(({{ value }}) * 1e4 + 5e-1) as decimal({{ [digits, 34] | min }}, 0))
        * cast(0.0001 as decimal(4, 4))
        as decimal({{ digits }}, 4)
    )
{%- endmacro %}


{% macro format_number(number, places=0) -%}
    {%- if target.type == 'spark' -%}
    format_number({{ number }}, {{ places }})
    {%- else -%}
    format('{:,.{{ places }}f}', cast({{ number }} as double))
    {%- endif -%}
{%- endmacro %}


{# Doubles add up to other last digits in another order of rows. #}
{% macro exact_sum(column) -%}
    cast(sum(cast({{ column }} as decimal(38, 10))) as double)
{%- endmacro %}
