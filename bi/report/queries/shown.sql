-- What every figure is about. A small segment is in no total either, for otherwise
-- subtracting the other segments would give its figures.
create temp view shown_segments as
select *
from warehouse.marts.segments
where customers >= getvariable('smallest_group');

create temp view shown_customers as
select *
from warehouse.marts.customers
where
    segment_id is null
    or segment_id in (select segment_id from shown_segments);
