{{ config(severity='warn') }}

-- An order is (customer_id, order_id), so nothing breaks; but who shares an
-- order id may be one person under two ids.
select
    order_id,
    count(distinct customer_id) as customers
from {{ ref('int_orders_assembled') }}
group by order_id
having count(distinct customer_id) > 1
