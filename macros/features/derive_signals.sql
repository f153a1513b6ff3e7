{#
    Columns that aggregate events by customer, signal and `as_of_date`, which is the
    current date or a month end. The query around them reads `join_events`.
#}
{% macro derive_signals() %}
        customers.customer_id,
        customers.as_of_date,
        events.signal,
        {%- for days in [30, 90] %}
        count(*) filter (where {{ within_days(days) }}) as event_count_{{ days }}d,
        {%- endfor %}
        count(*) as event_count_365d,
        {{ count_days('cast(max(events.occurred_at) as date)', 'customers.as_of_date') }}
            as recency_days,
        -- Values are decimals, so sums do not depend on the order of the events.
        {{ ratio(
            'sum(events.value) filter (where ' ~ within_days(90) ~ ')',
            'count(events.value) filter (where ' ~ within_days(90) ~ ')'
        ) }} as mean_value_90d,
        {{ ratio('sum(events.value)', 'count(events.value)') }} as mean_value_365d
{% endmacro %}


{% macro join_events(customers, events) %}
    {{ customers }} as customers
    inner join {{ events }} as events
        on
            customers.customer_id = events.customer_id
            and events.occurred_at < customers.as_of_date
            and {{ within_days(365) }}
{% endmacro %}


{% macro within_days(days) -%}
    events.occurred_at >= customers.as_of_date - interval {{ days }} day
{%- endmacro %}
