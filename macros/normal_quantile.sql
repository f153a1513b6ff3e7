{#
    Neither DuckDB nor Spark has this function. Tukey's lambda distribution has almost the
    same quantiles: between .01 and .99, they differ by at most 0.0032.
#}
{% macro normal_quantile(level) -%}
    4.91 * (power({{ level }}, 0.14) - power(1 - {{ level }}, 0.14))
{%- endmacro %}
