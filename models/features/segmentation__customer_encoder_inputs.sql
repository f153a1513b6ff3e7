{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

customer_signals as (
    select * from {{ ref('segmentation__customer_signals') }}
),

signals_pivoted as (
    {{ pivot_signals('customer_signals', 'customer_id') }}
),

encoder_inputs as (
    select
        {{ encoder_inputs() }}
        customer_features.customer_id,
        {{ credible_order_count('customer_features.order_count') }}
            as credible_order_count
    from customer_features
    left join signals_pivoted
        on customer_features.customer_id = signals_pivoted.customer_id
    where customer_features.order_count > 0
)

select * from encoder_inputs
