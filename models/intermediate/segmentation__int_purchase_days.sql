{{ config(materialized='view') }}

-- This is a view, because reading it twice takes less time than writing it once.
with

int_purchases_netted as (
    select * from {{ ref('segmentation__int_purchases_netted') }}
),

purchase_days as (
    select
        customer_id,
        purchase_day,
        sum(sales_amount) as sales_amount
    from int_purchases_netted
    group by customer_id, purchase_day
    -- A day with free purchases only stays; a day that was sent back does not.
    having sum(sales_amount) > 0 or not bool_or(is_reversal)
)

select * from purchase_days
