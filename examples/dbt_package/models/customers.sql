-- Customers of this project. They share only their ids with those of the package.
select
    buyer as customer_id,
    min(placed_at) as since
from {{ ref('order_items') }}
group by buyer
