{{ config(materialized='view') }}

with

int_varieties_first_bought as (
    select * from {{ ref('segmentation__int_varieties_first_bought') }}
),

int_months_to_build as (
    select * from {{ ref('segmentation__int_months_to_build') }}
),

dates as (
    select
        min(as_of_date) as first_date,
        max(as_of_date) as as_of_date
    from int_months_to_build
    having count(*) > 0
),

varieties_dated as (
    select
        varieties.customer_id,
        varieties.variety,
        greatest({{ first_as_of_date('varieties.first_ordered_at') }}, dates.first_date)
            as as_of_date
    from int_varieties_first_bought as varieties
    cross join dates
    where varieties.first_ordered_at < dates.as_of_date
),

varieties_added as (
    select
        customer_id,
        as_of_date,
        count(*) filter (where variety = 'category') as category_count,
        count(*) filter (where variety = 'payment_type') as payment_type_count,
        count(*) filter (where variety = 'market') as market_count
    from varieties_dated
    group by customer_id, as_of_date
)

select * from varieties_added
