-- clv_amount of all customers equals the net sales of counted orders before as_of_date.
select features.clv_amount, orders.sales_amount
from (
    select sum(clv_amount) as clv_amount
    from {{ ref('segmentation__customer_features') }}
) as features
cross join (
    select coalesce(sum(lines.sales_amount), 0) as sales_amount
    from {{ ref('segmentation__stg_order_lines') }} as lines
    inner join {{ ref('segmentation__int_orders_enriched') }} as orders
        on lines.order_key = orders.order_key
    cross join {{ ref('segmentation__int_as_of_dates') }} as dates
    where
        orders.is_counted
        and orders.ordered_at < dates.as_of_date
        and dates.is_current
) as orders
where features.clv_amount != orders.sales_amount
