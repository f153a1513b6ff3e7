{{ config(materialized='view') }}

with

customer_events_judged as (
    select * from {{ ref('segmentation__customer_events_judged') }}
),

accepted_events as (
    select
        source_file || ':' || lpad(cast(line_number as string), 10, '0') as event_id,
        customer_id,
        signal,
        occurred_at,
        value
    from customer_events_judged
    where verdict = 'accepted'
)

select * from accepted_events
