with

stg_customer_events as (
    select * from {{ ref('stg_customer_events') }}
),

customer_features_monthly as (
    select * from {{ ref('customer_features_monthly') }}
),

signals_derived as (
    select
        customers.month,
        {{ derive_signals() }}
    from {{ join_events('customer_features_monthly', 'stg_customer_events') }}
    group by
        customers.customer_id,
        customers.month,
        customers.as_of_date,
        events.signal
)

select * from signals_derived
