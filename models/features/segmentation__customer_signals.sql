{{ config(post_hook="{{ log_unused_signals() }}") }}

with

stg_customer_events as (
    select * from {{ ref('segmentation__stg_customer_events') }}
),

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

signals_derived as (
    select
        {{ derive_signals() }}
    from {{ join_events('customer_features', 'stg_customer_events') }}
    group by customers.customer_id, customers.as_of_date, events.signal
)

select * from signals_derived
