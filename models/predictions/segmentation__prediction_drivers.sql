with

prediction_model as (
    select * from {{ ref('segmentation__prediction_model') }}
),

inputs_of_forecasts as (
    {{ unnest_lists(
        'prediction_model',
        {'feature': 'tested_inputs', 'importance': 'importance'},
        kept=['target']
    ) }}
),

prediction_drivers as (
    select
        target,
        feature,
        importance,
        row_number() over (
            partition by target order by importance desc, feature asc
        ) as importance_rank
    from inputs_of_forecasts
)

select * from prediction_drivers
