{{ config(
    materialized='incremental',
    unique_key=['comparison_id', 'method'],
    full_refresh=false,
    on_schema_change='append_new_columns',
    tags=['compare']
) }}

with

algorithm_comparison as (
    select * from {{ ref('segmentation__algorithm_comparison') }}
),

new_comparisons as (
    select *
    from algorithm_comparison
    {% if is_incremental() %}
    where comparison_id not in (select comparison_id from {{ this }})
    {% endif %}
)

select * from new_comparisons
