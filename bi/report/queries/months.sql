-- One row per month and segment; no revenue where too few customers bought.
select
    performance.month,
    performance.segment_id,
    case
        when performance.customers >= getvariable('smallest_group')
            then cast(performance.revenue_amount as double)
    end as revenue_amount
from warehouse.marts.segment_performance as performance
inner join shown_segments
    on performance.segment_id = shown_segments.segment_id
order by performance.month, performance.segment_id
