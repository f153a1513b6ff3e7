{{ config(severity='warn', store_failures=true) }}

-- An order is (customer_id, order_id), so nothing breaks; but who shares an
-- order id may be one person under two ids. Ids that are made of the time of the
-- order (purchase_log) are shared by nature.
with

orders_shared as (
    select
        order_id,
        count(distinct customer_id) as customers
    from {{ ref('segmentation__int_orders_sequenced') }}
    where not exists (
        select source_name
        from {{ ref('segmentation__order_source') }}
        where not has_own_order_ids
    )
    group by order_id
    having count(distinct customer_id) > 1
)

select
    order_id,
    customers,
    concat(
        {{ format_number('count(*) over ()') }},
        ' order ids are of several customers, such as ''',
        min(order_id) over (),
        ''': each is an order of its own. If such customers are one, name them in ',
        'seeds/segmentation__customer_aliases.csv.'
    ) as message
from orders_shared
