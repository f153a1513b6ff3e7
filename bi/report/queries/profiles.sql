-- One row per feature and segment: mean, median and quartiles of the customers for whom
-- it is known. The row without a segment is about all of them.
with

features as (
    select
        segment_id,
        cast(clv_amount as double) as clv_amount,
        cast(order_count as double) as order_count,
        cast(orders_per_month as double) as orders_per_month,
        cast(average_order_amount as double) as average_order_amount,
        cast(lines_per_order as double) as lines_per_order,
        cast(category_count as double) as category_count,
        cast(recency_days as double) as recency_days,
        cast(average_gap_days as double) as average_gap_days,
        cast(average_discount_rate as double) as average_discount_rate,
        cast(margin_rate as double) as margin_rate,
        cast(return_rate as double) as return_rate,
        cast(late_order_rate as double) as late_order_rate
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

-- Who is too few for a figure is in that of all segments neither.
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
    -- A quarter of the customers lies beyond each of these, and has to be a group.
    case when customers >= 4 * getvariable('smallest_group') then quartiles[1] end
        as lower_quartile,
    case when customers >= 4 * getvariable('smallest_group') then quartiles[3] end
        as upper_quartile
from features_measured
order by feature, segment_id nulls first
