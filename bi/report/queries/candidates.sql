-- One row per number of segments tried.
select
    n_segments,
    inertia,
    silhouette,
    is_chosen
from warehouse.segmentation.segment_selection
order by n_segments
