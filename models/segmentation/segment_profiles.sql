with

segment_model as (
    select * from {{ ref('segment_model') }}
),

segments_of_model as (
    select
        profile_features,
        unnest(segment_ids) as segment_id,
        unnest(profile_means) as means,
        unnest(profile_everybody) as everybody,
        unnest(profile_differences) as differences
    from segment_model
),

features_of_segments as (
    select
        segment_id,
        unnest(profile_features) as feature,
        unnest(means) as segment_mean,
        unnest(everybody) as overall_mean,
        unnest(differences) as difference
    from segments_of_model
),

segment_profiles as (
    select
        segment_id,
        feature,
        segment_mean,
        overall_mean,
        difference,
        row_number() over (
            partition by segment_id order by abs(difference) desc, feature asc
        ) as difference_rank
    from features_of_segments
    where difference is not null
)

select * from segment_profiles
