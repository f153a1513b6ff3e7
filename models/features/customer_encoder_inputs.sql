{{ config(materialized='view') }}

with

customer_features as (
    select * from {{ ref('customer_features') }}
),

encoder_inputs as (
    select
        {{ encoder_inputs() }}
        customer_id
    from customer_features
    where order_count > 0
)

select * from encoder_inputs
