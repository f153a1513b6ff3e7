{% set shops = (var('orders_relations') or []) | selectattr('shop') %}
{% set shops = shops | join("', '", attribute='shop') %}
with

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
),

customer_segments as (
    select * from {{ ref('segmentation__customer_segments') }}
),

int_currency as (
    select * from {{ ref('segmentation__int_currency') }}
),

orders as (
    select
        orders.order_key,
        orders.order_id,
        orders.customer_id,
        segments.segment_id,
        orders.ordered_at,
        orders.shipped_at,
        orders.order_status,
        orders.status_meaning,
        orders.is_counted,
        orders.is_return,
        orders.payment_type,
        orders.customer_type,
        orders.market,
        orders.shipping_mode,
        orders.shipping_days,
        orders.shipping_repair,
        orders.is_late,
        orders.line_count,
        orders.quantity,
        orders.sales_amount,
        orders.profit_amount,
        orders.gross_amount,
        currencies.currency,
        case
            when split_part(orders.order_id, ':', 1) in ('{{ shops }}')
                then nullif(split_part(orders.order_id, ':', 1), '')
        end as shop
    from int_orders_enriched as orders
    left join customer_segments as segments
        on orders.customer_id = segments.customer_id
    left join int_currency as currencies
        on true
)

select * from orders
