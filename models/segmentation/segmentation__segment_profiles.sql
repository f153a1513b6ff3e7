with

segment_model as (
    select * from {{ ref('segmentation__segment_model') }}
),

segments_of_model as (
    {{ unnest_lists(
        'segment_model',
        {
            'segment_id': 'segment_ids',
            'means': 'profile_means',
            'everybody': 'profile_everybody',
            'differences': 'profile_differences',
        },
        kept=['profile_features']
    ) }}
),

features_of_segments as (
    {{ unnest_lists(
        'segments_of_model',
        {
            'feature': 'profile_features',
            'segment_mean': 'means',
            'overall_mean': 'everybody',
            'difference': 'differences',
        },
        kept=['segment_id']
    ) }}
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
