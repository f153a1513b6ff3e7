with

customer_segments as (
    select * from {{ ref('segmentation__customer_segments') }}
),

customer_segments_monthly as (
    select * from {{ ref('segmentation__customer_segments_monthly') }}
),

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

segments_ranked as (
    select
        segments.segment_id,
        rank() over (order by avg(features.clv_amount) desc) as value_rank
    from customer_segments as segments
    inner join customer_features as features
        on segments.customer_id = features.customer_id
    group by segments.segment_id
),

months_compared as (
    select
        today.customer_id,
        today.segment_id,
        monthly.month,
        monthly.segment_id as segment_id_then,
        monthly.segment_id != today.segment_id as is_another
    from customer_segments as today
    left join customer_segments_monthly as monthly
        on today.customer_id = monthly.customer_id
),

-- After a customer's first segment, every month end has a segment. So the calendar
-- months since the last other segment are the months in the current one.
months_counted as (
    select
        customer_id,
        segment_id,
        max_by(segment_id_then, month) filter (where is_another) as previous_segment_id,
        coalesce(
            {{ count_months('max(month) filter (where is_another)', 'max(month)') }},
            count(month)
        ) as months_in_segment
    from months_compared
    group by customer_id, segment_id
),

customer_histories as (
    select
        histories.customer_id,
        histories.previous_segment_id,
        histories.months_in_segment,
        case
            when histories.months_in_segment >= 3 then 'steady'
            when now_ranked.value_rank < before_ranked.value_rank then 'rising'
            when now_ranked.value_rank > before_ranked.value_rank then 'falling'
            else 'steady'
        end as direction
    from months_counted as histories
    left join segments_ranked as now_ranked
        on histories.segment_id = now_ranked.segment_id
    left join segments_ranked as before_ranked
        on histories.previous_segment_id = before_ranked.segment_id
)

select * from customer_histories
