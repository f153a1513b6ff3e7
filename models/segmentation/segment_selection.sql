with

segment_model as (
    select * from {{ ref('segment_model') }}
),

candidates as (
    select
        model_version,
        elbow_segments,
        chosen_segments,
        chosen_because,
        unnest(candidate_segments) as n_segments,
        unnest(candidate_inertia) as inertia,
        unnest(candidate_silhouette) as silhouette,
        unnest(candidate_davies_bouldin) as davies_bouldin,
        unnest(candidate_calinski_harabasz) as calinski_harabasz,
        unnest(candidate_smallest_share) as smallest_share,
        unnest(candidate_value_explained) as value_explained,
        unnest(candidate_stability) as segment_stabilities
    from segment_model
),

segment_selection as (
    select
        model_version,
        cast(n_segments as integer) as n_segments,
        inertia,
        silhouette,
        davies_bouldin,
        calinski_harabasz,
        smallest_share,
        value_explained,
        list_min(segment_stabilities) as stability,
        segment_stabilities,
        n_segments = elbow_segments as is_elbow,
        n_segments = chosen_segments as is_chosen,
        case when n_segments = chosen_segments then chosen_because end
            as chosen_because
    from candidates
)

select * from segment_selection
