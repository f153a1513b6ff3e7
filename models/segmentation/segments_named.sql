with

segment_model as (
    select * from {{ ref('segment_model') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

segments_of_model as (
    select
        unnest(segment_ids) as segment_id,
        unnest(segment_names) as segment_name,
        unnest(segment_descriptions) as description,
        unnest(suggested_actions) as suggested_action
    from segment_model
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
        ) as suggested_action
    from segments_of_model
    left join segment_names
        on segments_of_model.segment_id = segment_names.segment_id
)

select * from segments_named
