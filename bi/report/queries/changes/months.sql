-- One row per month and segment; NULL revenue where few customers bought. Where one such
-- month is the only gap, the next larger month is hidden, too: subtracting the others
-- from the total would give its revenue.
with

months_by_size as (
    select
        *,
        coalesce(sum(customers) over (
            partition by segment_id order by customers, month
            rows between unbounded preceding and 1 preceding
        ), 0) as customers_of_smaller
    from warehouse.marts.segment_performance
)

select
    month,
    segment_id,
    case
        when
            customers_of_smaller not between 1 and getvariable('smallest_group') - 1
            then hide_few(cast(revenue_amount as double), customers)
    end as revenue_amount
from months_by_size
where segment_id in (select shown_segments.segment_id from shown_segments)
order by month, segment_id
