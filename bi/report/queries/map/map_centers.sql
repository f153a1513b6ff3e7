-- One row per segment: the mean position of its customers.
select
    segment_id,
    avg(pca_x) as x,
    avg(pca_y) as y
from warehouse.segmentation.customer_segments
where segment_id in (select segment_id from shown_segments)
group by segment_id
order by segment_id
