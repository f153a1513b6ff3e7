-- Margin of customers, by band of their average discount. If customers with a higher
-- discount do not order more often and do not spend more per order, offer half of them
-- a smaller discount as a test. A band with a margin below zero loses money.
with

customers as (
    select * from {{ ref('segmentation__customers') }}
    where average_discount_rate is not null
),

customers_banded as (
    select
        *,
        case
            when average_discount_rate <= 0.01 then '0 to 1 %'
            when average_discount_rate <= 0.05 then '1 to 5 %'
            when average_discount_rate <= 0.1 then '5 to 10 %'
            when average_discount_rate <= 0.2 then '10 to 20 %'
            else 'over 20 %'
        end as discount_band
    from customers
),

bands_summed as (
    select
        discount_band,
        count(*) as customers,
        sum(clv_amount) as revenue_amount,
        sum(profit_amount) as profit_amount,
        {{ ratio('sum(profit_amount)', 'sum(clv_amount)') }} as margin_rate,
        median(orders_per_month) as typical_orders_per_month,
        median(average_order_amount) as typical_order_amount,
        min(average_discount_rate) as lowest_discount_rate
    from customers_banded
    group by discount_band
)

select * exclude (lowest_discount_rate) from bands_summed
order by lowest_discount_rate
