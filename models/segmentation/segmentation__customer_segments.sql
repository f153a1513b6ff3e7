{{ config(
    pre_hook="{{ 'set preserve_insertion_order = false' if target.type == 'duckdb' }}",
    post_hook="{{ 'reset preserve_insertion_order' if target.type == 'duckdb' }}"
) }}

-- DuckDB may write the rows in any order. If it kept the order of the input rows, it
-- would need a tenth more time, and memory that grows with the number of customers.
with

customer_encoder_inputs as (
    select * from {{ ref('segmentation__customer_encoder_inputs') }}
),

segment_model as (
    select *
    from {{ ref('segmentation__segment_model') }}
    where {{ encoder_inputs_match_the_model() }}
),

segments_named as (
    select * from {{ ref('segmentation__segments_named') }}
),

{{ score_customers('customer_encoder_inputs', 'customer_id') }},

{{ assignment_confidence() }},

customer_segments as (
    select
        confidence_computed.customer_id,
        segments_named.segment_id,
        segments_named.segment_name,
        nearest_distance as distance_to_centroid,
        next_distance - nearest_distance as centroid_distance_gap,
        coalesce(next_distance < 1.1 * nearest_distance, false) as is_borderline,
        assignment_confidence,
        next_id as next_segment_id,
        next_distance - nearest_distance as segment_margin,
        {%- for i in range(1, 9) %}
        {{ list_item('latent', i) }} as latent_{{ i }},
        {%- endfor %}
        {{ list_item('picture', 1) }} as pca_x,
        {{ list_item('picture', 2) }} as pca_y,
        model_version,
        current_timestamp as scored_at
    from confidence_computed
    inner join segments_named
        on confidence_computed.nearest_id = segments_named.segment_id
)

select * from customer_segments
