-- One row per number of segments tried.
select
    selection.* replace (
        hide_few(
            selection.smallest_share,
            selection.smallest_share * model.training_customers
        ) as smallest_share
    )
from warehouse.segmentation.segment_selection as selection
cross join warehouse.segmentation.segment_model as model
order by selection.n_segments
