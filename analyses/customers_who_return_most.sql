-- Customers with at least two returns and a return_rate of at least 0.2. First find out
-- why they return goods: better size charts, product descriptions or packaging may help
-- all of them. Offer no free returns to customers with a margin_rate below zero.
with

customers as (
    select * from {{ ref('segmentation__customers') }}
),

customers_returning as (
    select
        customer_id,
        segment_name,
        return_count,
        order_count,
        return_rate,
        clv_amount,
        margin_rate,
        average_discount_rate,
        market
    from customers
    where return_count >= 2 and return_rate >= 0.2
)

select * from customers_returning
order by return_rate desc, return_count desc, customer_id asc
