-- One row per sampled customer: segment and position. A hash selects and orders the
-- customers, so that the order does not reveal their ids.
select
    segment_id,
    round(pca_x, 3) as x,
    round(pca_y, 3) as y
from warehouse.segmentation.customer_segments
where segment_id in (select segment_id from shown_segments)
order by md5(customer_id), customer_id
limit getvariable('largest_map')
