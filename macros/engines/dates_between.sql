{# One row for each date from `first` to `last`, a day or a month apart. #}
{% macro dates_between(first, last, unit) -%}
    {{ adapter.dispatch('dates_between')(first, last, unit) }}
{%- endmacro %}


{% macro duckdb__dates_between(first, last, unit) -%}
    unnest(generate_series(
        cast({{ first }} as date), cast({{ last }} as date), interval 1 {{ unit }}
    ))
{%- endmacro %}


{# `sequence` would go down where `last` comes first. #}
{% macro spark__dates_between(first, last, unit) -%}
    explode(case
        when cast({{ first }} as date) <= cast({{ last }} as date)
            then sequence(
                cast({{ first }} as date), cast({{ last }} as date), interval 1 {{ unit }}
            )
    end)
{%- endmacro %}
