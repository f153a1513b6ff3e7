with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

customer_segments_monthly as (
    select * from {{ ref('customer_segments_monthly') }}
),

customer_features as (
    select * from {{ ref('customer_features') }}
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

last_changes as (
    select
        monthly.customer_id,
        max(monthly.month) as last_month,
        arg_max(monthly.segment_id, monthly.month) as previous_segment_id
    from customer_segments_monthly as monthly
    inner join customer_segments as today
        on monthly.customer_id = today.customer_id
    where monthly.segment_id != today.segment_id
    group by monthly.customer_id
),

months_counted as (
    select
        today.customer_id,
        today.segment_id,
        changes.previous_segment_id,
        count(monthly.month) as months_in_segment
    from customer_segments as today
    left join last_changes as changes
        on today.customer_id = changes.customer_id
    left join customer_segments_monthly as monthly
        on
            today.customer_id = monthly.customer_id
            and monthly.month > coalesce(changes.last_month, date '0001-01-01')
    group by today.customer_id, today.segment_id, changes.previous_segment_id
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
