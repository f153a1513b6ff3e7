with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

current_date_chosen as (
    select
        cast(min(ordered_at) as date) as first_date,
        coalesce(
            cast(nullif({{ quoted((var('as_of_date') or '') | string) }}, '') as date),
            -- Orders of other time zones may have tomorrow's date.
            least(
                cast(max(ordered_at) as date),
                (select cast(max(order_source.read_at) as date) from order_source)
            ) + 1
        ) as as_of_date
    from int_orders_sequenced
    -- Without orders there is no date, even with the var as_of_date.
    having count(*) > 0
),

months_asked_for as (
    select
        greatest(
            date_trunc('month', first_date) + interval 1 month,
            date_trunc('month', as_of_date)
            - ({{ var('history_months') }} - 1) * interval 1 month
        ) as first_month_end,
        date_trunc('month', as_of_date) as last_month_end
    from current_date_chosen
),

month_ends as (
    select
        {{ dates_between('first_month_end', 'last_month_end', 'month') }} as as_of_date
    from months_asked_for
),

as_of_dates as (
    select
        cast(coalesce(month_ends.as_of_date, chosen.as_of_date) as date) as as_of_date,
        chosen.as_of_date is not null as is_current,
        month_ends.as_of_date is not null as is_month_end
    from current_date_chosen as chosen
    full outer join month_ends
        on chosen.as_of_date = month_ends.as_of_date
)

select * from as_of_dates
