with

int_purchase_days as (
    select * from {{ ref('segmentation__int_purchase_days') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

days_counted as (
    select
        days.customer_id,
        count(*) - 1 as repeat_days,
        {{ count_days('min(days.purchase_day)', 'max(days.purchase_day)') }}
            as last_repeat_days,
        -- The last known day is the day before as_of_date.
        {{ count_days('min(days.purchase_day)', 'dates.as_of_date') }} - 1 as age_days,
        sum(days.sales_amount) - min_by(days.sales_amount, days.purchase_day)
            as repeat_sales_amount,
        sum(days.sales_amount) as sales_amount
    from int_purchase_days as days
    cross join int_as_of_dates as dates
    group by days.customer_id, dates.as_of_date
)

select * from days_counted
