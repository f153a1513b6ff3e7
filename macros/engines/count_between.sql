{# Days from one date to another. #}
{% macro count_days(first, last) -%}
    {{ adapter.dispatch('count_days')(first, last) }}
{%- endmacro %}


{% macro duckdb__count_days(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}


{% macro spark__count_days(first, last) -%}
    cast(datediff({{ last }}, {{ first }}) as bigint)
{%- endmacro %}


{# First days of a month that lie between two dates: not months that have passed. #}
{% macro count_months(first, last) -%}
    {{ adapter.dispatch('count_months')(first, last) }}
{%- endmacro %}


{% macro duckdb__count_months(first, last) -%}
    date_diff('month', {{ first }}, {{ last }})
{%- endmacro %}


{% macro spark__count_months(first, last) -%}
    cast(
        (year({{ last }}) - year({{ first }})) * 12
        + month({{ last }}) - month({{ first }})
        as bigint
    )
{%- endmacro %}


{# Seconds from one moment to another, as a double. #}
{% macro count_seconds(first, last) -%}
    {{ adapter.dispatch('count_seconds')(first, last) }}
{%- endmacro %}


{% macro duckdb__count_seconds(first, last) -%}
    (epoch({{ last }}) - epoch({{ first }}))
{%- endmacro %}


{# Moments without a time zone are those of UTC (profiles.yml). #}
{% macro spark__count_seconds(first, last) -%}
    (
        unix_micros(cast({{ last }} as timestamp_ltz))
        - unix_micros(cast({{ first }} as timestamp_ltz))
    ) / 1e6
{%- endmacro %}
