{{ config(materialized='view') }}

with

customer_features_monthly as (
    select * from {{ ref('customer_features_monthly') }}
),

encoder_inputs as (
    select
        {{ encoder_inputs() }}
        customer_id,
        month
    from customer_features_monthly
    where order_count > 0
)

select * from encoder_inputs
