-- One row per month and segment; the revenue is NULL if few customers bought. If only
-- one month is hidden, the next larger month is hidden, too: otherwise the total minus
-- the shown months would be the hidden revenue.
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
