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
    select *
    from segment_model
    {% if is_incremental() %}
    where model_version not in (select model_version from {{ this }})
    {% endif %}
)

select * from new_models
