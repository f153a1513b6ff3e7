-- One row per feature and segment: the mean of the customers for whom it is known.
-- The row without a segment is about all of them.
with

features as (
    select
        segment_id,
        cast(clv_amount as double) as clv_amount,
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
)

select
    feature,
    segment_id,
    avg(known_value) as mean_value
from known_values
group by grouping sets ((feature, segment_id), (feature))
having count(*) >= getvariable('smallest_group')
order by feature, segment_id nulls first
