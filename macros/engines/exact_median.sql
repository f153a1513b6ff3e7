{#
    The median of decimals with four places: of an even number of them the mean of the two
    in the middle, rounded. `median` computes it in doubles on one engine, and cuts off
    what is beyond the last place on the other.
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
