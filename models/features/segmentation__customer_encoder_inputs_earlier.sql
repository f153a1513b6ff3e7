{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

-- Later sales show whether segments are useful. So the model joins the encoder inputs
-- as of the last month end at least 90 days ago to the sales since that month end.
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

earlier_month as (
    select cast(max(earlier.as_of_date) - interval 1 month as date) as month
    from int_as_of_dates as earlier
    inner join int_as_of_dates as today
        on earlier.as_of_date <= today.as_of_date - interval 90 day
    where earlier.is_month_end and today.is_current
),

encoder_inputs_earlier as (
    select
        inputs.* {{ exclude_columns(['month', 'content_hash']) }},
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
