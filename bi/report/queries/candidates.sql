-- One row per number of segments tried.
select
    n_segments,
    inertia,
    silhouette,
    stability,
    is_chosen,
    chosen_because
from warehouse.segmentation.segment_selection
order by n_segments
