-- A million customers have some hundred thousand distinct histories.
with

int_purchase_days_counted as (
    select * from {{ ref('segmentation__int_purchase_days_counted') }}
),

-- Grouping by integers is faster than by bigints.
customers_narrowed as (
    select
        cast(repeat_days as integer) as repeat_days,
        cast(last_repeat_days as integer) as last_repeat_days,
        cast(age_days as integer) as age_days
    from int_purchase_days_counted
),

purchase_histories as (
    select
        repeat_days,
        last_repeat_days,
        age_days,
        count(*) as customers
    from customers_narrowed
    group by repeat_days, last_repeat_days, age_days
)

select * from purchase_histories
