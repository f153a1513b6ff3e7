{{ config(
    materialized='incremental',
    unique_key='model_version',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}

with

segment_model as (
    select * from {{ ref('segmentation__segment_model') }}
),

new_models as (
    select
        segment_model.* {{ exclude_columns([
            'n_segments', 'random_seed', 'recipe_version', 'candidate_segments',
            'chosen_segments', 'training_customers'
        ]) }},
        -- In warehouses of early versions, these columns of the champion are bigint.
        cast(segment_model.n_segments as integer) as n_segments,
        cast(segment_model.random_seed as integer) as random_seed,
        cast(segment_model.recipe_version as integer) as recipe_version,
        cast(segment_model.candidate_segments as {{ list_type('integer') }})
            as candidate_segments,
        cast(segment_model.chosen_segments as integer) as chosen_segments,
        cast(segment_model.training_customers as integer) as training_customers
    from segment_model
    {% if is_incremental() %}
    where segment_model.model_version not in (select model_version from {{ this }})
    {% endif %}
)

select * from new_models
