{{ config(materialized='view') }}

-- Equal lines are separate events: who looks twice at one second has looked twice.
with

events as (
    select * from {{ ref('events') }}
),

order_source as (
    select * from {{ ref('order_source') }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

events_examined as (
    select
        events.*,
        coalesce(order_source.anonymous_events = 'excluded', false)
            as may_be_anonymous,
        coalesce(
            events.customer_id in (select customer_id from excluded_customers), false
        ) as is_left_out,
        coalesce(events.line_reason, concat_ws(
            ',',
            case when events.customer_id is null then 'customer_id_missing' end,
            case when events.signal is null then 'signal_missing' end,
            case
                when array_contains(events.unreadable, 'occurred_at')
                    then 'occurred_at_unreadable'
                when events.occurred_at is null then 'occurred_at_missing'
                when not {{ is_believable('events.occurred_at') }}
                    then 'occurred_at_out_of_range'
            end,
            case
                when array_contains(events.unreadable, 'value')
                    then 'value_unreadable'
            end
        )) as reason_codes
    from events
    cross join order_source
),

events_judged as (
    select
        * {{ all_but([
            'line_reason', 'unreadable', 'raw_values', 'may_be_anonymous',
            'is_left_out', 'reason_codes'
        ]) }},
        coalesce({{ first_verdict() }}, 'accepted') as verdict,
        {{ reasons_listed('customer_left_out') }} as reasons,
        case when {{ first_verdict() }} = 'rejected' then raw_values end as raw_values
    from events_examined
)

select * from events_judged
