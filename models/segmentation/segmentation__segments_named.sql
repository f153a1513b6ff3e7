with

segment_model as (
    select * from {{ ref('segmentation__segment_model') }}
),

segment_names as (
    select * from {{ ref('segmentation__segment_names') }}
),

segment_profiles as (
    select * from {{ ref('segmentation__segment_profiles') }}
),

features_listed as (
    select
        segment_id,
        {{ join_texts(
            "feature || case when difference > 0 then ' above' else ' below' end",
            ordered_by='difference_rank'
        ) }} || ' average' as distinguishing_features
    from segment_profiles
    where difference_rank <= 3
    group by segment_id
),

segments_of_model as (
    {{ unnest_lists(
        'segment_model',
        {
            'segment_id': 'segment_ids',
            'segment_name': 'segment_names',
            'description': 'segment_descriptions',
            'suggested_action': 'suggested_actions',
        }
    ) }}
),

segments_named as (
    select
        segments_of_model.segment_id,
        coalesce(segment_names.segment_name, segments_of_model.segment_name)
            as segment_name,
        coalesce(segment_names.description, segments_of_model.description)
            as description,
        coalesce(
            segment_names.suggested_action, segments_of_model.suggested_action
        ) as suggested_action,
        features_listed.distinguishing_features
    from segments_of_model
    left join features_listed
        on segments_of_model.segment_id = features_listed.segment_id
    left join segment_names
        on segments_of_model.segment_id = segment_names.segment_id
)

select * from segments_named
