{{ config(
    materialized=incremental_or_table(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ delete_stale_rows(
        '(month, content_hash, model_version) not in ('
        ~ 'select distinct month, content_hash, model_version from '
        ~ ref('segmentation__customer_features_monthly')
        ~ ' cross join ' ~ ref('segmentation__segment_model') ~ ')',
        ['month', 'content_hash', 'model_version']
    ) }}"
) }}

with

customer_features_monthly as (
    select * from {{ ref('segmentation__customer_features_monthly') }}
),

customer_encoder_inputs_monthly as (
    select * from {{ ref('segmentation__customer_encoder_inputs_monthly') }}
),

segment_model as (
    select *
    from {{ ref('segmentation__segment_model') }}
    where {{ encoder_inputs_match_the_model() }}
),

months_to_score as (
    select distinct month
    from customer_features_monthly
    where {{ is_missing_month('month') }}
),

inputs_to_score as (
    select inputs.*
    from customer_encoder_inputs_monthly as inputs
    inner join months_to_score
        on inputs.month = months_to_score.month
),

{{ score_customers('inputs_to_score', 'customer_id, month, content_hash') }},

customer_segments_monthly as (
    select
        customer_id,
        month,
        nearest_id as segment_id,
        nearest_distance as distance_to_centroid,
        model_version,
        content_hash
    from segments_ranked
)

select * from customer_segments_monthly
