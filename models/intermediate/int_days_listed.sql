with

int_orders_sequenced as (
    select * from {{ ref('int_orders_sequenced') }}
),

days_between as (
    select
        generate_series(
            cast(min(ordered_at) as date),
            cast(max(ordered_at) as date),
            interval 1 day
        ) as days
    from int_orders_sequenced
),

days_listed as (
    select cast(unnest(days) as date) as day
    from days_between
)

select * from days_listed
