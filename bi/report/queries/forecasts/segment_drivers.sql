-- One row per shown segment and input: the three inputs that set the forecast of a
-- purchase within 90 days most apart from that of all customers.
select
    drivers.segment_id,
    drivers.label,
    drivers.unit,
    hide_few(drivers.typical_value, drivers.customers) as typical_value,
    hide_few(drivers.typical_category, drivers.customers) as typical_category,
    drivers.typical_value_of_all,
    drivers.typical_category_of_all,
    drivers.direction,
    drivers.customers
from warehouse.predictions.segment_drivers as drivers
inner join shown_segments
    on drivers.segment_id = shown_segments.segment_id
where drivers.driver_rank <= 3
order by drivers.segment_id, drivers.driver_rank
