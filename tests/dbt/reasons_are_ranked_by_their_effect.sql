{{ config(store_failures=true) }}

-- Ranks begin at 1 without gaps and end at 3, and no effect is larger than that of the
-- rank before it.
with

forecast_reasons as (
    select * from {{ ref('segmentation__forecast_reasons') }}
),

reasons_with_former as (
    select
        *,
        lag(reason_rank) over by_rank as former_rank,
        lag(abs(effect_points)) over by_rank as former_size
    from forecast_reasons
    window by_rank as (partition by customer_id order by reason_rank)
)

select
    customer_id,
    reason_rank,
    effect_points,
    'The reasons of a customer are not ranked by their effect.' as message
from reasons_with_former
where
    reason_rank != coalesce(former_rank, 0) + 1
    or reason_rank > 3
    or abs(effect_points) > former_size
    or effect_points not between -100 and 100
    or (effect_points > 0) != (direction = 'raises')
