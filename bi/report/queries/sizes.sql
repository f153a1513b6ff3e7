-- One row per month end and segment: who was in it and had bought within a year.
select
    migrations.month,
    migrations.to_segment_id as segment_id,
    case
        when sum(migrations.customers) >= getvariable('smallest_group')
            then cast(sum(migrations.customers) as integer)
    end as customers
from warehouse.marts.segment_migrations as migrations
inner join shown_segments
    on migrations.to_segment_id = shown_segments.segment_id
group by migrations.month, migrations.to_segment_id
order by migrations.month, migrations.to_segment_id
