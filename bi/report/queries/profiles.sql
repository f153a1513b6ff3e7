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

-- Who is too few for a figure is in that of all segments neither.
values_of_many as (
    select *
    from known_values
    qualify
        count(*) over (partition by feature, segment_id)
        >= getvariable('smallest_group')
)

select
    feature,
    segment_id,
    avg(known_value) as mean_value,
    median(known_value) as median_value,
    -- A quarter of the customers lies beyond each of these, and has to be a group.
    case
        when count(*) >= 4 * getvariable('smallest_group')
            then quantile_cont(known_value, 0.25)
    end as lower_quartile,
    case
        when count(*) >= 4 * getvariable('smallest_group')
            then quantile_cont(known_value, 0.75)
    end as upper_quartile
from values_of_many
group by grouping sets ((feature, segment_id), (feature))
order by feature, segment_id nulls first
