-- One row per check and item of the newest run.
select
    quality.check_name,
    coalesce(quality.item, 'unknown') as item,
    quality.lines,
    quality.ratio
from warehouse.marts.data_quality as quality
inner join warehouse.staging.order_source
    on quality.run_id = order_source.run_id
order by quality.check_name, quality.lines desc, quality.item
