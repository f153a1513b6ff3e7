with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

as_of_dates as (
    select
        coalesce(
            cast(nullif({{ quoted((var('as_of_date') or '') | string) }}, '') as date),
            cast(max(ordered_at) as date) + 1
        ) as as_of_date,
        true as is_current
    from int_orders_assembled
)

select * from as_of_dates
