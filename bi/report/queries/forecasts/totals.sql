-- One row per horizon: all segments together, unless a segment is hidden. Then the total
-- minus the shown segments would be the hidden figure.
select
    horizon_days,
    expected_revenue,
    expected_revenue_low,
    expected_revenue_high
from warehouse.marts.total_forecasts
where
    horizon_days in (90, 365)
    and (select count(distinct segment_id) from warehouse.marts.segment_forecasts)
    = (select count(*) from shown_segments)
    -- A segment may have few customers with a forecast.
    and (select min(customers) from warehouse.marts.segment_forecasts)
    >= getvariable('smallest_group')
order by horizon_days
