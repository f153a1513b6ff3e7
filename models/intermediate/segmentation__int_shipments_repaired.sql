{{ config(materialized='view') }}

with

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
),

shipments_repaired as (
    select
        order_key,
        shipping_days_raw,
        shipping_days,
        shipping_repair,
        promised_days
    from int_orders_enriched
)

select * from shipments_repaired
