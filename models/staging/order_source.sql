{% set opened = open_orders() %}

select
    cast({{ quoted(opened.source or '') }} as varchar) as source_name,
    cast({{ quoted(opened.path or '') }} as varchar) as orders_path,
    cast({{ quoted(tojson(opened)) }} as varchar) as opened,
    '{{ invocation_id }}' as run_id
