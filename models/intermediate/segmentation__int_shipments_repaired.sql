{{ config(materialized='view') }}

with

int_orders_completed as (
    select * from {{ ref('segmentation__int_orders_completed') }}
),

shipments_repaired as (
    select
        order_key,
        shipping_days_raw,
        shipping_days,
        shipping_repair,
        promised_days
    from int_orders_completed
)

select * from shipments_repaired
