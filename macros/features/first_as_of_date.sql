{#
    The date from which on something is known: the first month end (the first day of
    the next month) after it, or as_of_date, whichever comes first; NULL where it is
    not known by as_of_date. Whoever looks at a date sees what happened before it.
#}
{% macro first_as_of_date(happened_at, as_of_date='dates.as_of_date') -%}
    case
        when {{ happened_at }} < {{ as_of_date }}
            then least(
                cast(date_trunc('month', {{ happened_at }}) + interval 1 month as date),
                {{ as_of_date }}
            )
    end
{%- endmacro %}
