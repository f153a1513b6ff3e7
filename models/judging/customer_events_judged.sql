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

events_compared as (
    select
        events.*,
        left_out.customer_id is not null as is_left_out,
        events.reasons = {{ list_of(["'customer_id_missing'"]) }}
        and order_source.anonymous_events = 'excluded' as is_anonymous
    from events
    cross join order_source
    left join excluded_customers as left_out
        on events.customer_id = left_out.customer_id
),

events_judged as (
    select
        * {{ all_but(['reasons', 'raw_values', 'is_left_out', 'is_anonymous']) }},
        case
            when is_left_out or is_anonymous then 'excluded'
            when reasons is not null then 'rejected'
            else 'accepted'
        end as verdict,
        case
            when is_left_out then {{ list_of(["'customer_left_out'"]) }}
            else coalesce(reasons, {{ empty_list() }})
        end as reasons,
        case
            when not is_left_out and not coalesce(is_anonymous, false) then raw_values
        end as raw_values
    from events_compared
)

select * from events_judged
