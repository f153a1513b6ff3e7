{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

-- Later sales show whether segments are useful. So the model joins the encoder inputs
-- as of an earlier month end to the sales since that month end. These are the sales of
-- 12 months if the orders go back two such periods, so that each season counts once;
-- otherwise of 6 months; otherwise of 3 months, however far the orders go back.
with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

customer_features_monthly as (
    select * from {{ ref('segmentation__customer_features_monthly') }}
),

customer_encoder_inputs_monthly as (
    select * from {{ ref('segmentation__customer_encoder_inputs_monthly') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }}
),

horizons as (
    select 12 as months
    union all
    select 6 as months
    union all
    select 3 as months
),

first_purchase as (
    select min(first_ordered_at) as ordered_at from customer_features
),

horizons_tried as (
    select
        horizons.months,
        max(earlier.as_of_date) as as_of_date
    from horizons
    inner join int_as_of_dates as today
        on today.is_current
    inner join int_as_of_dates as earlier
        on
            earlier.is_month_end
            and earlier.as_of_date
            <= today.as_of_date - horizons.months * interval 1 month
    cross join first_purchase
    where
        horizons.months = 3
        or first_purchase.ordered_at
        <= today.as_of_date - 2 * horizons.months * interval 1 month
    group by horizons.months
),

earlier_month as (
    select
        as_of_date,
        cast(as_of_date - interval 1 month as date) as month
    from horizons_tried
    order by months desc
    limit 1
),

encoder_inputs_earlier as (
    select
        inputs.* {{ exclude_columns(['month', 'content_hash']) }},
        earlier_month.as_of_date,
        cast(today.clv_amount - earlier.clv_amount as double) as later_sales_amount
    from customer_encoder_inputs_monthly as inputs
    inner join earlier_month
        on inputs.month = earlier_month.month
    inner join customer_features_monthly as earlier
        on inputs.customer_id = earlier.customer_id and inputs.month = earlier.month
    inner join customer_features as today
        on inputs.customer_id = today.customer_id
)

select * from encoder_inputs_earlier
