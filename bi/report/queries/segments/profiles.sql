-- One row per feature and segment: mean, median and quartiles of customers with a known
-- value. The row without a segment is about all these customers.
with

features as (
    select
        segment_id,
        cast(
            columns(name -> list_contains(getvariable('features'), name)) as double
        )
    from shown_customers
    where segment_id is not null
),

known_values as (
    unpivot features
    on columns(* exclude (segment_id))
    into name feature value known_value
),

groups_counted as (
    select
        feature,
        segment_id
    from known_values
    group by feature, segment_id
    having count(*) >= getvariable('smallest_group')
),

-- The figures of all segments leave out groups that are too small for figures.
features_measured as (
    select
        feature,
        segment_id,
        count(*) as customers,
        avg(known_value) as mean_value,
        quantile_cont(known_value, [0.25, 0.5, 0.75]) as quartiles
    from known_values
    inner join groups_counted
        using (feature, segment_id)
    group by grouping sets ((feature, segment_id), (feature))
)

select
    feature,
    segment_id,
    mean_value,
    quartiles[2] as median_value,
    -- A quarter of the customers is beyond each quartile.
    hide_few(quartiles[1], customers // 4) as lower_quartile,
    hide_few(quartiles[3], customers // 4) as upper_quartile
from features_measured
order by feature, segment_id nulls first
