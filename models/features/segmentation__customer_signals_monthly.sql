{{ config(
    materialized=incremental_or_table(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ delete_stale_rows(
        '(month, content_hash) not in (select distinct month, content_hash from '
        ~ ref('segmentation__customer_features_monthly') ~ ')',
        ['month', 'content_hash']
    ) }}"
) }}

with

stg_customer_events as (
    select * from {{ ref('segmentation__stg_customer_events') }}
),

customer_features_monthly as (
    select *
    from {{ ref('segmentation__customer_features_monthly') }}
    where {{ is_missing_month('month') }}
),

signals_derived as (
    select
        customers.month,
        {{ derive_signals() }},
        customers.content_hash
    from {{ join_events('customer_features_monthly', 'stg_customer_events') }}
    group by
        customers.customer_id,
        customers.month,
        customers.as_of_date,
        customers.content_hash,
        events.signal
)

select * from signals_derived
