-- One row per number of segments tried.
select
    selection.n_segments,
    selection.inertia,
    selection.silhouette,
    selection.stability,
    selection.davies_bouldin,
    selection.calinski_harabasz,
    case
        when
            selection.smallest_share * model.training_customers
            >= getvariable('smallest_group')
            then selection.smallest_share
    end as smallest_share,
    selection.value_explained,
    selection.is_elbow,
    selection.is_chosen,
    selection.chosen_because
from warehouse.segmentation.segment_selection as selection
cross join warehouse.segmentation.segment_model as model
order by selection.n_segments
