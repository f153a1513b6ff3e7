-- One row per month and segment; no revenue where too few customers bought. Where those
-- few are all that is missing, the next month goes, too: else the revenue of all months
-- less what is shown would be theirs.
with

months_by_size as (
    select
        month,
        segment_id,
        customers,
        revenue_amount,
        coalesce(sum(customers) over (
            partition by segment_id order by customers, month
            rows between unbounded preceding and 1 preceding
        ), 0) as customers_of_smaller
    from warehouse.marts.segment_performance
)

select
    months_by_size.month,
    months_by_size.segment_id,
    case
        when
            months_by_size.customers >= getvariable('smallest_group')
            and months_by_size.customers_of_smaller
            not between 1 and getvariable('smallest_group') - 1
            then cast(months_by_size.revenue_amount as double)
    end as revenue_amount
from months_by_size
inner join shown_segments
    on months_by_size.segment_id = shown_segments.segment_id
order by months_by_size.month, months_by_size.segment_id
