with

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }} where is_purchase
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

purchase_days as (
    select
        orders.customer_id,
        cast(orders.ordered_at as date) as purchase_day,
        sum(orders.sales_amount) as sales_amount
    from int_orders_enriched as orders
    inner join int_as_of_dates as dates
        on orders.ordered_at < dates.as_of_date
    group by orders.customer_id, purchase_day
)

select * from purchase_days
