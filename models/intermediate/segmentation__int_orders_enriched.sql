{{ config(materialized='view') }}

-- This is a view, because computing it for each model that reads it takes less time
-- than writing it once.
with

int_shipments_judged as (
    select * from {{ ref('segmentation__int_shipments_judged') }}
),

int_shipping_medians as (
    select * from {{ ref('segmentation__int_shipping_medians') }}
),

orders_repaired as (
    select
        orders.*,
        cast(case
            when orders.shipping_repair = 'none' then orders.shipping_days_raw
            else coalesce(
                of_mode.median_days, of_all.median_days, orders.promised_days
            )
        end as decimal(12, 4)) as shipping_days
    from int_shipments_judged as orders
    left join int_shipping_medians as of_mode
        on orders.shipping_mode = of_mode.shipping_mode
    left join int_shipping_medians as of_all
        on of_all.shipping_mode = ''
),

orders_enriched as (
    select
        *,
        -- Promises are whole days.
        floor(shipping_days) > promised_days as is_late
    from orders_repaired
)

select * from orders_enriched
