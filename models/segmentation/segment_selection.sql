with

segment_model as (
    select * from {{ ref('segment_model') }}
),

candidates as (
    select
        model_version,
        unnest(candidate_segments) as n_segments,
        unnest(candidate_inertia) as inertia,
        unnest(candidate_silhouette) as silhouette,
        chosen_segments
    from segment_model
),

segment_selection as (
    select
        model_version,
        cast(n_segments as integer) as n_segments,
        inertia,
        silhouette,
        n_segments = chosen_segments as is_chosen
    from candidates
)

select * from segment_selection
