-- Regular buyers whose next purchase is due about now, sorted by expected orders. Show
-- them new products and the products that they usually buy. They need no discount until
-- the purchase is overdue.
with

customers as (
    select * from {{ ref('segmentation__customers') }} where order_count >= 3
),

customers_due as (
    select
        customer_id,
        segment_name,
        average_gap_days - recency_days as days_until_due,
        average_gap_days,
        recency_days,
        expected_orders_90d,
        average_order_amount,
        market
    from customers
    where recency_days between 0.8 * average_gap_days and 1.2 * average_gap_days
)

select * from customers_due
order by expected_orders_90d desc nulls last, customer_id asc
