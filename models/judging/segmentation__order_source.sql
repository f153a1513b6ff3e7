-- depends_on: {{ ref('segmentation__events') }}
{% set events = relations_of('events') %}
with

order_files_read as (
    select * from {{ ref('segmentation__order_files_read') }}
),

event_files as (
    {%- if events or relations_of('orders') or not var('using_events') %}
    select
        'relation' as source_name,
        {{ quoted(events | join(', ', attribute='name')) }} as path,
        'reject' as anonymous_lines
    where {{ events | length > 0 }}
    {%- else %}
    select * from {{ source('files', 'event_files') }}
    {%- endif %}
),

-- Every file repeats the settings of its source block.
orders_described as (
    select distinct
        source_name,
        path,
        currency,
        anonymous_lines,
        has_own_order_ids,
        max(read_at) over () as read_at
    from order_files_read
),

events_described as (
    select distinct
        source_name,
        path,
        anonymous_lines
    from event_files
),

sources_described as (
    select
        orders.source_name,
        orders.path as orders_path,
        orders.currency,
        orders.anonymous_lines,
        orders.has_own_order_ids,
        orders.read_at,
        coalesce(events.source_name, '') as events_source_name,
        coalesce(events.path, '') as events_path,
        events.anonymous_lines as anonymous_events,
        '{{ invocation_id }}' as run_id
    from orders_described as orders
    left join events_described as events
        on true
)

select * from sources_described
