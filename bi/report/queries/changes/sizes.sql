-- One row per month end and segment: customers with a purchase in the year before.
select
    month,
    to_segment_id as segment_id,
    hide_few(cast(sum(customers) as integer), sum(customers)) as customers
from warehouse.marts.segment_migrations
where to_segment_id in (select segment_id from shown_segments)
group by month, to_segment_id
order by month, to_segment_id
