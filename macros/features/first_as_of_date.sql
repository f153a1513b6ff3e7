{#
    A date includes what happened before it. So something is first known at the next
    month end (the first day of the next month), or at as_of_date if that is earlier.
    NULL if it did not happen before as_of_date.
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
