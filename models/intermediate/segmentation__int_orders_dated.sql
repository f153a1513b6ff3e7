{{ config(materialized='view') }}

with

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
),

int_shipping_medians_by_date as (
    select * from {{ ref('segmentation__int_shipping_medians_by_date') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

orders_with_dates as (
    select
        orders.*,
        {{ first_as_of_date('orders.ordered_at') }} as counts_from,
        {{ first_as_of_date('greatest(orders.ordered_at, orders.shipped_at)') }}
            as ships_from,
        {{ first_as_of_date('orders.next_ordered_at') }} as next_counts_from,
        {{ first_as_of_date("orders.ordered_at + interval 365 day") }} as leaves_on
    from int_orders_enriched as orders
    cross join int_as_of_dates as dates
),

orders_dated as (
    select
        orders.* {{ exclude_columns(['is_late', 'next_ordered_at', 'shipping_days']) }},
        -- A repaired value is the median that was known at the date of the shipment.
        case
            when orders.shipping_repair = 'none' then orders.shipping_days
            else coalesce(
                of_mode.median_days, of_all.median_days, orders.promised_days
            )
        end as shipping_days,
        {{ is_weekend('orders.ordered_at') }} as is_on_weekend
    from orders_with_dates as orders
    left join int_shipping_medians_by_date as of_mode
        on
            orders.ships_from = of_mode.as_of_date
            and orders.shipping_mode = of_mode.shipping_mode
    left join int_shipping_medians_by_date as of_all
        on
            orders.ships_from = of_all.as_of_date
            and of_all.shipping_mode = ''
    where orders.counts_from is not null
)

select * from orders_dated
