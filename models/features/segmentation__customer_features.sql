{{ config(pre_hook="{{ complete_columns() }}") }}

with

int_customer_totals as (
    select * from {{ ref('segmentation__int_customer_totals') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

features_derived as (
    select
        {{ derive_features() }}
    from int_customer_totals
    cross join int_as_of_dates as dates
)

select * from features_derived
