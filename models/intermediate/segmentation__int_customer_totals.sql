{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

-- This model reads each order once. Building and adding up int_customer_total_changes
-- would give the same totals, but takes four times as long.
with

int_orders_dated as (
    select * from {{ ref('segmentation__int_orders_dated') }}
),

int_first_purchases_by_attribute as (
    select * from {{ ref('segmentation__int_first_purchases_by_attribute') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

orders_known as (
    select
        *,
        true as is_new,
        is_purchase as is_new_purchase,
        is_purchase and shipping_days is not null and ships_from is not null
            as is_new_shipment,
        next_counts_from is null as is_latest,
        case when is_purchase and leaves_on is null then 1 end as trailing_sign
    from int_orders_dated
),

orders_added_up as (
    select
        customer_id,
        {{- aggregate_orders() }}
    from orders_known
    group by customer_id
),

attributes_counted as (
    select
        attributes.customer_id,
        count(*) filter (where attribute = 'category') as category_count,
        count(*) filter (where attribute = 'payment_type') as payment_type_count,
        count(*) filter (where attribute = 'market') as market_count
    from int_first_purchases_by_attribute as attributes
    inner join int_as_of_dates as dates
        on attributes.first_ordered_at < dates.as_of_date
    group by attributes.customer_id
),

customer_totals as (
    select
        orders.*,
        attributes.category_count,
        coalesce(attributes.payment_type_count, 0) as payment_type_count,
        coalesce(attributes.market_count, 0) as market_count
    from orders_added_up as orders
    left join attributes_counted as attributes
        on orders.customer_id = attributes.customer_id
)

select * from customer_totals
