{% set opened = open_orders() %}
{% set events = open_events(opened.source) %}

select
    cast({{ quoted(opened.source or '') }} as varchar) as source_name,
    cast({{ quoted(opened.path or '') }} as varchar) as orders_path,
    cast({{ quoted(tojson(opened)) }} as varchar) as opened,
    cast({{ quoted(events.source or '') }} as varchar) as events_source_name,
    cast({{ quoted(events.path or '') }} as varchar) as events_path,
    cast({{ quoted(tojson(events)) }} as varchar) as events_opened,
    '{{ invocation_id }}' as run_id
