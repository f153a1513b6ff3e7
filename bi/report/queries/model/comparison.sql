-- One row per method; methods that explain more of the later revenue come first.
select * replace (
    hide_few(smallest_share, smallest_share * customers) as smallest_share
)
from warehouse.segmentation.algorithm_comparison
order by value_explained desc nulls last, gini desc nulls last, method
