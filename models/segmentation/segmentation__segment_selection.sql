with

segment_model as (
    select * from {{ ref('segmentation__segment_model') }}
),

candidates as (
    {{ unnest_lists(
        'segment_model',
        {
            'n_segments': 'candidate_segments',
            'inertia': 'candidate_inertia',
            'silhouette': 'candidate_silhouette',
            'davies_bouldin': 'candidate_davies_bouldin',
            'calinski_harabasz': 'candidate_calinski_harabasz',
            'smallest_share': 'candidate_smallest_share',
            'value_explained': 'candidate_value_explained',
            'segment_stabilities': 'candidate_stability',
        },
        kept=[
            'model_version', 'elbow_segments', 'chosen_segments', 'chosen_because',
            'are_groups', 'groups_because'
        ]
    ) }}
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
        {{ list_min('segment_stabilities') }} as stability,
        segment_stabilities,
        n_segments = elbow_segments as is_elbow,
        n_segments = chosen_segments as is_chosen,
        case when n_segments = chosen_segments then chosen_because end
            as chosen_because,
        case when n_segments = chosen_segments then are_groups end as are_groups,
        case when n_segments = chosen_segments then groups_because end
            as groups_because
    from candidates
)

select * from segment_selection
