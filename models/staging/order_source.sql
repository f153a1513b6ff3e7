{% set opened = open_orders() %}
{% set events = open_events(opened.source) %}

select
    cast({{ quoted(opened.source or '') }} as string) as source_name,
    cast({{ quoted(opened.path or '') }} as string) as orders_path,
    cast({{ quoted(tojson(opened)) }} as string) as opened,
    cast({{ quoted(events.source or '') }} as string) as events_source_name,
    cast({{ quoted(events.path or '') }} as string) as events_path,
    cast({{ quoted(tojson(events)) }} as string) as events_opened,
    '{{ invocation_id }}' as run_id
