{{ config(severity='warn') }}

-- An order is (customer_id, order_id), so nothing breaks; but who shares an
-- order id may be one person under two ids. Ids that are made of the time of the
-- order (purchase_log) are shared by nature.
select
    order_id,
    count(distinct customer_id) as customers
from {{ ref('int_orders_sequenced') }}
where not exists (
    select source_name
    from {{ ref('order_source') }}
    where not has_own_order_ids
)
group by order_id
having count(distinct customer_id) > 1
