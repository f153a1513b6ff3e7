{# As few customers as a model of purchases needs: FEWEST_REPEATERS in ml/purchases. -#}
{% set fewest_customers = 50 -%}

-- What the customers of two years ago spent in each of the two years since then.
with

int_purchase_days as (
    select * from {{ ref('segmentation__int_purchase_days') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

purchases_aged as (
    select
        days.customer_id,
        days.sales_amount,
        {{ count_days('days.purchase_day', 'dates.as_of_date') }} as days_ago
    from int_purchase_days as days
    cross join int_as_of_dates as dates
),

customers_of_two_years_ago as (
    select
        customer_id,
        sum(case when days_ago between 366 and 730 then sales_amount else 0 end)
            as former_sales_amount,
        sum(case when days_ago <= 365 then sales_amount else 0 end)
            as latter_sales_amount
    from purchases_aged
    group by customer_id
    having max(days_ago) > 730
),

-- Growth of the past is no promise: a year never counts more than the year before.
revenue_retention as (
    select
        count(*) as customers,
        coalesce(sum(former_sales_amount), 0) as former_sales_amount,
        coalesce(sum(latter_sales_amount), 0) as latter_sales_amount,
        case
            when count(*) >= {{ fewest_customers }} and sum(former_sales_amount) > 0
                then least(
                    {{ ratio('sum(latter_sales_amount)', 'sum(former_sales_amount)') }},
                    1
                )
        end as revenue_retention_rate
    from customers_of_two_years_ago
)

select * from revenue_retention
