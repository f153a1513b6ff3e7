{{ config(severity='warn', store_failures=true) }}

-- customer_id and order_id together identify an order, so an order id that two
-- customers share is no error. But these customers may be one person with two ids.
-- Computed order ids (purchase_log) are often shared.
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
        ' order ids belong to several customers, such as ''',
        min(order_id) over (),
        '''. Each customer has a separate order. If they are one customer, add them to ',
        'seeds/segmentation__customer_aliases.csv.'
    ) as message
from orders_shared
