-- One row per method; methods that explain more of the later revenue come first.
select
    method,
    n_segments,
    customers,
    value_explained,
    value_verdict,
    gini,
    gini_verdict,
    seed_agreement,
    sample_agreement,
    silhouette,
    hide_few(smallest_share, smallest_share * customers) as smallest_share,
    note
from warehouse.segmentation.algorithm_comparison
order by value_explained desc nulls last, gini desc nulls last, method
