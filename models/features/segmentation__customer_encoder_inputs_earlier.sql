{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

-- What segments are good for shows in what customers did afterwards: the last month
-- end that lies at least 90 days back, and what has been bought since.
-- The inputs are those of today's customers, whose signals must be known by then.
-- depends_on: {{ ref('segmentation__customer_signals') }}
with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

customer_features_monthly as (
    select * from {{ ref('segmentation__customer_features_monthly') }}
),

customer_signals_monthly as (
    select * from {{ ref('segmentation__customer_signals_monthly') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }}
),

earlier_date as (
    select max(earlier.as_of_date) as as_of_date
    from int_as_of_dates as earlier
    inner join int_as_of_dates as today
        on earlier.as_of_date <= today.as_of_date - interval 90 day
    where earlier.is_month_end and today.is_current
),

signals_pivoted as (
    {{ pivot_signals('customer_signals_monthly', 'customer_id, as_of_date') }}
),

encoder_inputs as (
    select
        {{ encoder_inputs() }}
        features.customer_id,
        features.clv_amount
    from customer_features_monthly as features
    left join signals_pivoted
        on
            features.customer_id = signals_pivoted.customer_id
            and features.as_of_date = signals_pivoted.as_of_date
    where
        features.order_count > 0
        and features.as_of_date = (select as_of_date from earlier_date)
),

encoder_inputs_earlier as (
    select
        earlier.* {{ exclude_columns(['clv_amount']) }},
        cast(today.clv_amount - earlier.clv_amount as double) as later_sales_amount
    from encoder_inputs as earlier
    inner join customer_features as today
        on earlier.customer_id = today.customer_id
)

select * from encoder_inputs_earlier
