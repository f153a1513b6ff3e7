with

customer_encoder_inputs_monthly as (
    select * from {{ ref('customer_encoder_inputs_monthly') }}
),

segment_model as (
    select *
    from {{ ref('segment_model') }}
    where {{ encoder_inputs_match_the_model() }}
),

{{ score_customers('customer_encoder_inputs_monthly', 'customer_id, month') }},

customer_segments_monthly as (
    select
        customer_id,
        month,
        nearest_id as segment_id,
        nearest_distance as distance_to_centroid,
        model_version
    from segments_ranked
)

select * from customer_segments_monthly
