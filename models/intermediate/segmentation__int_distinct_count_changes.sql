{{ config(materialized='view') }}

with

int_first_purchases_by_attribute as (
    select * from {{ ref('segmentation__int_first_purchases_by_attribute') }}
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

attributes_dated as (
    select
        attributes.customer_id,
        attributes.attribute,
        greatest(
            {{ first_as_of_date('attributes.first_ordered_at') }}, dates.first_date
        ) as as_of_date
    from int_first_purchases_by_attribute as attributes
    cross join dates
    where attributes.first_ordered_at < dates.as_of_date
),

distinct_count_changes as (
    select
        customer_id,
        as_of_date,
        count(*) filter (where attribute = 'category') as category_count,
        count(*) filter (where attribute = 'payment_type') as payment_type_count,
        count(*) filter (where attribute = 'market') as market_count
    from attributes_dated
    group by customer_id, as_of_date
)

select * from distinct_count_changes
