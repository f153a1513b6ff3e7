-- Where the customers of each segment went when a new champion was trained.
with

segment_model_history as (
    select * from {{ ref('segmentation__segment_model_history') }}
),

moves_listed as (
    {{ unnest_lists(
        'segment_model_history',
        {
            'from_segment_id': 'moved_from_ids',
            'to_segment_id': 'moved_to_ids',
            'customers': 'moved_customers',
        },
        kept=['model_version', 'previous_version']
    ) }}
),

moves_shared as (
    select
        *,
        customers / cast(sum(customers) over (
            partition by model_version, from_segment_id
        ) as double) as share_of_from,
        customers / cast(sum(customers) over (
            partition by model_version, to_segment_id
        ) as double) as share_of_to
    from moves_listed
),

segment_lineage as (
    select
        *,
        -- If less than a quarter of the customers moved, the border between two
        -- segments may only have shifted a little, so this is no split.
        sum(cast(share_of_from >= 0.25 as integer)) over (
            partition by model_version, from_segment_id
        ) > 1 as is_split,
        sum(cast(share_of_to >= 0.25 as integer)) over (
            partition by model_version, to_segment_id
        ) > 1 as is_merge
    from moves_shared
)

select * from segment_lineage
