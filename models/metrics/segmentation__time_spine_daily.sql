with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

days_of_orders as (
    select
        min(ordered_at) as first_day,
        max(ordered_at) as last_day
    from int_orders_sequenced
),

days_between as (
    select {{ dates_between('first_day', 'last_day', 'day') }} as day
    from days_of_orders
),

time_spine_daily as (
    select cast(day as date) as day
    from days_between
)

select * from time_spine_daily
