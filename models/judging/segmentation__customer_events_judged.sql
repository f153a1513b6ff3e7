{{ config(materialized='view') }}

-- Equal lines are separate events, such as two visits in one second.
with

events as (
    select * from {{ ref('segmentation__events') }}
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

customers_judged as (
    select * from {{ ref('segmentation__customers_judged') }}
),

events_compared as (
    select
        events.* {{ exclude_columns(['customer_id']) }},
        coalesce(customers.known_as, events.customer_id) as customer_id,
        customers.left_out_for,
        events.reasons = {{ list_of(["'customer_id_missing'"]) }}
        and order_source.anonymous_events = 'excluded' as is_anonymous
    from events
    cross join order_source
    left join customers_judged as customers
        on events.customer_id = customers.customer_id
),

events_judged as (
    select
        * {{ exclude_columns([
            'reasons', 'raw_values', 'row_version', 'left_out_for', 'is_anonymous'
        ]) }},
        case
            when left_out_for is not null or is_anonymous then 'excluded'
            when reasons is not null then 'rejected'
            else 'accepted'
        end as verdict,
        case
            when left_out_for is not null then {{ list_of(['left_out_for']) }}
            else coalesce(reasons, {{ empty_list() }})
        end as reasons,
        case
            when left_out_for is null and not coalesce(is_anonymous, false)
                then raw_values
        end as raw_values
    from events_compared
)

select * from events_judged
