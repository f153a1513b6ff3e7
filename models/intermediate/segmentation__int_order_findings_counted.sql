-- Counts of findings about orders; int_order_findings writes the messages.
with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
    where shipping_days is not null
),

orders_mixed as (
    select
        *,
        case
            when is_counted then uncounted_amount else sales_amount - uncounted_amount
        end as wrong_amount
    from int_orders_sequenced
    where uncounted_line_count > 0 and uncounted_line_count < line_count
),

days_added_up as (
    select
        cast(ordered_at as date) as day,
        sum(line_count) as lines,
        sum(sales_amount) as sales_amount,
        min(order_id) as order_id
    from int_orders_sequenced
    group by day
),

days_compared as (
    select
        *,
        lag(day) over by_day as last_day,
        max(day) over () as very_last_day,
        sum(lines) over () as all_lines,
        sum(lines) over from_this_on as lines_from_this_on,
        sum(sales_amount) over from_this_on as sales_from_this_on
    from days_added_up
    window
        by_day as (order by day),
        from_this_on as (
            order by day rows between current row and unbounded following
        )
),

findings as (
    select
        'last_orders_are_far_beyond_the_rest' as finding,
        least(count(*), 1) as items,
        max(lines_from_this_on) as lines,
        max_by(sales_from_this_on, lines_from_this_on) as sales_amount,
        min_by(order_id, day) as example,
        concat(
            cast(min(day) as string), ' to ', cast(max(very_last_day) as string),
            '; the other orders end on ', cast(min(last_day) as string)
        ) as detail
    from days_compared
    where
        {{ count_days('last_day', 'day') }} > 90
        and lines_from_this_on * 50 <= all_lines
    union all
    select
        'order_has_several_meanings' as finding,
        count(*) as items,
        sum(line_count) as lines,
        sum(wrong_amount) as sales_amount,
        min(order_id) as example,
        cast(null as string) as detail
    from orders_mixed
    union all
    select
        'order_id_comes_again' as finding,
        count(*) as items,
        sum(line_count) as lines,
        sum(sales_amount) as sales_amount,
        min(order_id) as example,
        min_by(
            cast(cast(ordered_at as date) as string) || ' to '
            || cast(cast(last_line_ordered_at as date) as string),
            order_id
        ) as detail
    from int_orders_sequenced
    where last_line_ordered_at > ordered_at + interval 60 day
    union all
    select
        'shipping_durations_are_imputed' as finding,
        count(*) filter (where shipping_repair != 'none') as items,
        sum(line_count) filter (where shipping_repair != 'none') as lines,
        cast(null as decimal(38, 4)) as sales_amount,
        cast(null as string) as example,
        cast(count(*) as string) as detail
    from int_orders_enriched
    having count(*) filter (where shipping_repair != 'none') * 4 >= count(*) * 3
),

order_findings_counted as (
    select
        finding,
        cast(items as bigint) as items,
        cast(lines as bigint) as lines,
        cast(sales_amount as decimal(38, 4)) as sales_amount,
        example,
        detail
    from findings
    where items > 0
)

select * from order_findings_counted
