{{ config(
    materialized='incremental',
    unique_key='model_version',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}

with

segment_model as (
    select * from {{ ref('segment_model') }}
),

new_models as (
    select
        * replace (
            -- A champion that was trained before the columns had fixed types counts
            -- in bigint.
            cast(n_segments as integer) as n_segments,
            cast(random_seed as integer) as random_seed,
            cast(recipe_version as integer) as recipe_version,
            cast(candidate_segments as integer[]) as candidate_segments,
            cast(chosen_segments as integer) as chosen_segments,
            cast(training_customers as integer) as training_customers
        )
    from segment_model
    {% if is_incremental() %}
    where model_version not in (select model_version from {{ this }})
    {% endif %}
)

select * from new_models
