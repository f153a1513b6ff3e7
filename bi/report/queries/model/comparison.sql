-- One row per method, those first that explain most of later revenue.
select * replace (
    hide_few(smallest_share, smallest_share * customers) as smallest_share
)
from warehouse.segmentation.algorithm_comparison
order by value_explained desc nulls last, gini desc nulls last, method
