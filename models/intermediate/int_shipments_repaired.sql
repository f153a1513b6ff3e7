with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

shipping_modes as (
    select * from {{ ref('shipping_modes') }}
),

durations_measured as (
    select
        int_orders_assembled.order_key,
        int_orders_assembled.shipping_mode,
        shipping_modes.promised_days,
        cast(
            (epoch(shipped_at) - epoch(ordered_at)) / 86400 as decimal(12, 4)
        ) as shipping_days_raw,
        coalesce(has_line_shipped_before_ordered, false)
            as has_line_shipped_before_ordered,
        coalesce(shipping_modes.longest_believable_days, 30) as longest_days
    from int_orders_assembled
    left join shipping_modes
        on int_orders_assembled.shipping_mode = shipping_modes.shipping_mode
),

durations_judged as (
    select
        *,
        case
            -- One impossible line makes the whole order's dates doubtful.
            when shipping_days_raw < 0 or has_line_shipped_before_ordered
                then 'negative'
            when shipping_days_raw is null then 'missing'
            when shipping_days_raw > longest_days then 'too_long'
            else 'none'
        end as shipping_repair
    from durations_measured
),

medians_by_mode as (
    select
        shipping_mode,
        median(shipping_days_raw) as median_days
    from durations_judged
    where shipping_repair = 'none'
    group by shipping_mode
),

median_of_all as (
    select median(shipping_days_raw) as median_days
    from durations_judged
    where shipping_repair = 'none'
),

shipments_repaired as (
    select
        durations_judged.order_key,
        durations_judged.shipping_days_raw,
        cast(case
            when durations_judged.shipping_repair = 'none'
                then durations_judged.shipping_days_raw
            else coalesce(
                medians_by_mode.median_days,
                median_of_all.median_days,
                durations_judged.promised_days
            )
        end as decimal(12, 4)) as shipping_days,
        durations_judged.shipping_repair,
        durations_judged.promised_days
    from durations_judged
    cross join median_of_all
    left join medians_by_mode
        on durations_judged.shipping_mode = medians_by_mode.shipping_mode
)

select * from shipments_repaired
