-- What models of purchases look at: days with a purchase, as of the current date. Two
-- orders on one day are one decision to buy.
with

int_orders_completed as (
    select * from {{ ref('int_orders_completed') }} where is_purchase
),

int_as_of_dates as (
    select * from {{ ref('int_as_of_dates') }} where is_current
),

days_of_customers as (
    select
        orders.customer_id,
        dates.as_of_date,
        cast(orders.ordered_at as date) as purchase_day,
        sum(orders.sales_amount) as sales_amount
    from int_orders_completed as orders
    inner join int_as_of_dates as dates
        on orders.ordered_at < dates.as_of_date
    group by orders.customer_id, dates.as_of_date, purchase_day
),

days_counted as (
    select
        customer_id,
        count(*) - 1 as repeat_days,
        date_diff('day', min(purchase_day), max(purchase_day)) as last_repeat_days,
        -- Until the last day that is known, which as_of_date is not.
        date_diff('day', min(purchase_day), as_of_date) - 1 as age_days,
        sum(sales_amount) - min_by(sales_amount, purchase_day) as repeat_sales_amount
    from days_of_customers
    group by customer_id, as_of_date
)

select * from days_counted
