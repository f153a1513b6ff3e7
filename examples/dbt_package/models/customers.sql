-- Our own customers, who have nothing to do with those of the package but their ids.
select
    buyer as customer_id,
    min(placed_at) as since
from {{ ref('order_items') }}
group by buyer
