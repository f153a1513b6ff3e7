{{ config(severity='warn') }}

-- A status that the seed does not list counts as value; say so in the seed.
select
    orders.order_status,
    count(*) as orders
from {{ ref('int_orders_sequenced') }} as orders
left join {{ ref('order_statuses') }} as statuses
    on orders.order_status = statuses.order_status
where statuses.order_status is null
group by orders.order_status
