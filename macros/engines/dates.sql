{# Expressions for dates and times, in the SQL of DuckDB and of Spark. #}

{% macro count_days(first, last) -%}
    {%- if target.type == 'spark' -%}
    cast(datediff({{ last }}, {{ first }}) as bigint)
    {%- else -%}
    date_diff('day', {{ first }}, {{ last }})
    {%- endif -%}
{%- endmacro %}


{% macro count_months(first, last) -%}
    {%- if target.type == 'spark' -%}
    cast(
        (year({{ last }}) - year({{ first }})) * 12
        + month({{ last }}) - month({{ first }})
        as bigint
    )
    {%- else -%}
    date_diff('month', {{ first }}, {{ last }})
    {%- endif -%}
{%- endmacro %}


{# A timestamp without a time zone is in UTC. #}
{% macro count_seconds(first, last) -%}
    {%- if target.type == 'spark' -%}
    (
        unix_micros(cast({{ last }} as timestamp_ltz))
        - unix_micros(cast({{ first }} as timestamp_ltz))
    ) / 1e6
    {%- else -%}
    (epoch({{ last }}) - epoch({{ first }}))
    {%- endif -%}
{%- endmacro %}


{# If `last` is earlier than `first`, Spark's `sequence` counts backwards. #}
{% macro dates_between(first, last, unit) -%}
    {%- set arguments = 'cast(' ~ first ~ ' as date), cast(' ~ last
        ~ ' as date), interval 1 ' ~ unit -%}
    {%- if target.type == 'spark' -%}
    explode(case
        when cast({{ first }} as date) <= cast({{ last }} as date)
            then sequence({{ arguments }})
    end)
    {%- else -%}
    unnest(generate_series({{ arguments }}))
    {%- endif -%}
{%- endmacro %}


{% macro is_weekend(moment) -%}
    {{ 'weekday(' ~ moment ~ ') >= 5' if target.type == 'spark'
        else 'isodow(' ~ moment ~ ') >= 6' }}
{%- endmacro %}
