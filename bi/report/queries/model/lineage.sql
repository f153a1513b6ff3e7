-- One row per former and present segment, if at least a quarter of a split segment is in
-- the present one, or at least a quarter of a merged segment was in the former one.
with

former_segments as (
    select
        model_version,
        unnest(segment_ids) as segment_id,
        unnest(segment_names) as segment_name
    from warehouse.segmentation.segment_model_history
)

select
    lineage.from_segment_id,
    former_segments.segment_name as from_segment_name,
    lineage.to_segment_id,
    segments.segment_name as to_segment_name,
    lineage.is_split and lineage.share_of_from >= 0.25 as is_split,
    lineage.is_merge and lineage.share_of_to >= 0.25 as is_merge
from warehouse.segmentation.segment_lineage as lineage
inner join warehouse.segmentation.segment_model
    on lineage.model_version = segment_model.model_version
inner join warehouse.marts.segments as segments
    on lineage.to_segment_id = segments.segment_id
left join former_segments
    on
        lineage.previous_version = former_segments.model_version
        and lineage.from_segment_id = former_segments.segment_id
where
    (lineage.is_split and lineage.share_of_from >= 0.25)
    or (lineage.is_merge and lineage.share_of_to >= 0.25)
order by lineage.from_segment_id, lineage.to_segment_id
