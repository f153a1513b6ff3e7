with

segment_contributions as (
    select * from {{ ref('segmentation__segment_contributions') }}
),

forecast_inputs as (
    select * from {{ ref('segmentation__forecast_inputs') }}
),

contributions_ranked as (
    select
        *,
        row_number() over (
            partition by segment_id
            order by round(abs(contribution), 9) desc, feature asc
        ) as driver_rank
    from segment_contributions
),

segment_drivers as (
    select
        ranked.segment_id,
        cast(ranked.driver_rank as integer) as driver_rank,
        ranked.feature,
        {{ input_label('ranked.feature', 'inputs.label') }} as label,
        inputs.unit,
        ranked.typical_value,
        ranked.typical_category,
        ranked.typical_value_of_all,
        ranked.typical_category_of_all,
        ranked.contribution,
        -- The change of the chance of a customer with the mean log odds.
        100 * (
            1 / (1 + exp(-ranked.mean_log_odds - ranked.contribution))
            - 1 / (1 + exp(-ranked.mean_log_odds))
        ) as effect_points,
        case when ranked.contribution > 0 then 'raises' else 'lowers' end as direction,
        ranked.customers
    from contributions_ranked as ranked
    left join forecast_inputs as inputs
        on ranked.feature = inputs.feature
    where ranked.driver_rank <= 5
)

select * from segment_drivers
