with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

int_orders_filled as (
    select * from {{ ref('int_orders_filled') }}
),

int_shipments_repaired as (
    select * from {{ ref('int_shipments_repaired') }}
),

orders_completed as (
    select
        orders.* exclude (payment_type, customer_type, market),
        filled.payment_type,
        filled.customer_type,
        filled.market,
        shipments.shipping_days_raw,
        shipments.shipping_days,
        shipments.shipping_repair,
        shipments.promised_days,
        -- Promises are made in whole days.
        floor(shipments.shipping_days) > shipments.promised_days as is_late,
        orders.is_counted and not orders.is_return as is_purchase
    from int_orders_assembled as orders
    inner join int_orders_filled as filled
        on orders.order_key = filled.order_key
    inner join int_shipments_repaired as shipments
        on orders.order_key = shipments.order_key
)

select * from orders_completed
