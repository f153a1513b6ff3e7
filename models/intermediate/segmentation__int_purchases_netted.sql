-- The longest time from a purchase to its return (DECISIONS.md).
{% set most_days = 180 %}

-- The model reads int_orders_sequenced, not int_orders_enriched, because it needs
-- nothing about shipping.
with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }} where is_counted
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

orders_known as (
    select
        orders.customer_id,
        orders.order_id,
        orders.ordered_at,
        cast(orders.ordered_at as date) as ordered_on,
        orders.sales_amount,
        orders.is_purchase
    from int_orders_sequenced as orders
    inner join int_as_of_dates as dates
        on orders.ordered_at < dates.as_of_date
),

-- Purchases of an amount that are kept so far. A return brings the number back to what
-- it was before the purchase that it reverses, like a bracket that closes.
orders_counted as (
    select
        *,
        sum(case when is_purchase then 1 else -1 end) over (
            partition by customer_id, abs(sales_amount)
            order by ordered_at asc, is_purchase desc, order_id asc
            rows between unbounded preceding and current row
        ) as kept_of_this_amount
    from orders_known
    where sales_amount != 0
),

returns as (
    select
        customer_id,
        order_id,
        ordered_at,
        ordered_on,
        -sales_amount as returned_amount,
        kept_of_this_amount
    from orders_counted
    where not is_purchase and sales_amount < 0
),

-- The join keeps only purchases of customers with returns. order_id decides ties,
-- because it is unique within a customer and, unlike order_key, needs no hash.
purchases_ranked as (
    select
        returns.customer_id,
        returns.order_id as return_id,
        returns.ordered_at as returned_at,
        returns.ordered_on as returned_on,
        returns.returned_amount,
        purchases.order_id as purchase_id,
        purchases.ordered_on as purchase_day,
        purchases.sales_amount as purchased_amount,
        row_number() over (
            partition by returns.customer_id, returns.order_id
            order by
                purchases.sales_amount = returns.returned_amount desc,
                purchases.ordered_at desc,
                purchases.order_id desc
        ) as purchase_rank
    from returns
    inner join orders_counted as purchases
        on
            returns.customer_id = purchases.customer_id
            and returns.ordered_at >= purchases.ordered_at
            and (
                returns.returned_amount < purchases.sales_amount
                or (
                    returns.returned_amount = purchases.sales_amount
                    and returns.kept_of_this_amount + 1
                    = purchases.kept_of_this_amount
                )
            )
    where
        purchases.is_purchase
        and {{ count_days('purchases.ordered_on', 'returns.ordered_on') }}
        <= {{ most_days }}
),

returns_matched as (
    select
        *,
        sum(returned_amount) over (
            partition by customer_id, purchase_id order by returned_at, return_id
            rows between unbounded preceding and current row
        ) as returned_so_far
    from purchases_ranked
    where purchase_rank = 1
),

-- A purchase cannot lose more than its amount, even if several returns match it.
reversals as (
    select
        customer_id,
        purchase_day,
        returned_on as known_on,
        least(returned_so_far, purchased_amount)
        - least(returned_so_far - returned_amount, purchased_amount) as reversed_amount
    from returns_matched
),

amounts_known as (
    select
        customer_id,
        ordered_on as purchase_day,
        ordered_on as known_on,
        sales_amount,
        false as is_reversal
    from orders_known
    where is_purchase
    union all
    select
        customer_id,
        purchase_day,
        known_on,
        -reversed_amount as sales_amount,
        true as is_reversal
    from reversals
    where reversed_amount > 0
),

purchases_netted as (
    select
        customer_id,
        purchase_day,
        known_on,
        sum(sales_amount) as sales_amount,
        bool_or(is_reversal) as is_reversal
    from amounts_known
    group by customer_id, purchase_day, known_on
)

select * from purchases_netted
