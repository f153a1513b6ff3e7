{#
    Features of a date include only what happened before that date. So an order or a
    shipment is first included at the next month end (the first day of the next month),
    or at as_of_date if as_of_date is earlier. NULL if it is not before as_of_date.
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
