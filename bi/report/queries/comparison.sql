-- One row per way to divide customers, the one that tells most of later revenue first.
select
    method,
    n_segments,
    customers,
    case
        when smallest_share * customers >= getvariable('smallest_group')
            then smallest_share
    end as smallest_share,
    silhouette,
    seed_agreement,
    sample_agreement,
    value_explained,
    gini
from warehouse.segmentation.algorithm_comparison
order by value_explained desc nulls last, gini desc nulls last, method
