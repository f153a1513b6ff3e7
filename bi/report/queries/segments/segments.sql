-- One row per segment, the most valuable first. A small segment has a name and an action,
-- but no figures and no description, which would contain figures.
select
    segments.segment_id,
    segments.segment_name,
    case when shown.segment_id is not null then segments.description end
        as description,
    segments.suggested_action,
    shown.customers,
    shown.customers / sum(shown.customers) over () as customer_share,
    cast(shown.revenue_amount as double) as revenue_amount,
    cast(shown.revenue_amount as double) / nullif(
        cast(sum(shown.revenue_amount) over () as double), 0
    ) as revenue_share,
    cast(shown.profit_amount as double) as profit_amount,
    cast(shown.profit_amount as double) / nullif(
        cast(sum(shown.profit_amount) over () as double), 0
    ) as profit_share
from warehouse.marts.segments as segments
left join shown_segments as shown
    on segments.segment_id = shown.segment_id
order by segments.value_rank, segments.segment_id
