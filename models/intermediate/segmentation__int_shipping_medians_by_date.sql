-- The model counts equal durations, then adds up the counts by date. So it reads each
-- order only once, not once per date.
with

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

shipments_dated as (
    select
        orders.shipping_mode,
        orders.shipping_days_raw,
        orders.shipping_repair,
        {{ first_as_of_date('greatest(orders.ordered_at, orders.shipped_at)') }}
            as as_of_date
    from int_orders_enriched as orders
    cross join int_as_of_dates as dates
),

durations_counted as (
    select
        as_of_date,
        shipping_mode,
        shipping_days_raw as days,
        count(*) as shipments
    from shipments_dated
    where shipping_repair = 'none' and as_of_date is not null
    group by as_of_date, shipping_mode, shipping_days_raw
),

dates_asked_for as (
    select distinct as_of_date
    from shipments_dated
    where shipping_repair != 'none' and as_of_date is not null
),

durations_accumulated as (
    select
        dates.as_of_date,
        durations.shipping_mode,
        durations.days,
        sum(durations.shipments) as shipments
    from durations_counted as durations
    inner join dates_asked_for as dates
        on durations.as_of_date <= dates.as_of_date
    group by
        grouping sets (
            (dates.as_of_date, durations.days, durations.shipping_mode),
            (dates.as_of_date, durations.days)
        )
),

durations_ranked as (
    select
        as_of_date,
        shipping_mode,
        days,
        sum(shipments) over shortest_first as last_rank,
        sum(shipments) over (partition by as_of_date, shipping_mode) as all_shipments
    from durations_accumulated
    window shortest_first as (
        partition by as_of_date, shipping_mode
        order by days
        rows between unbounded preceding and current row
    )
),

medians_known as (
    select
        as_of_date,
        coalesce(shipping_mode, '') as shipping_mode,
        -- The median of an even number of shipments is the mean of the two middle
        -- durations.
        cast((
            min(days) filter (where last_rank * 2 >= all_shipments)
            + min(days) filter (where last_rank * 2 > all_shipments)
        ) * 0.5 as decimal(12, 4)) as median_days
    from durations_ranked
    group by as_of_date, shipping_mode
)

select * from medians_known
