with

prediction_model as (
    select * from {{ ref('segmentation__prediction_model') }}
),

-- The method whose drivers are told is the one chosen for 90 days, or the first that
-- was learned.
learned_methods as (
    select
        *,
        row_number() over (
            partition by target
            order by {{ list_item('is_chosen', 2) }} desc, method asc
        ) as place
    from prediction_model
    where importance is not null
),

methods_to_tell as (
    select * from learned_methods where place = 1
),

inputs_of_forecasts as (
    {{ unnest_lists(
        'methods_to_tell',
        {'feature': 'tested_inputs', 'importance': 'importance'},
        kept=['target', 'method']
    ) }}
),

prediction_drivers as (
    select
        target,
        method,
        feature,
        importance,
        row_number() over (
            partition by target order by importance desc, feature asc
        ) as importance_rank
    from inputs_of_forecasts
)

select * from prediction_drivers
