-- Sums and counts only: everything that can be added up order by order, so that
-- a panel of dates can be built from the same facts.
{% set purchase = 'filter (is_purchase)' %}
{% set recent %}filter (
            is_purchase and ordered_at >= as_of_date - interval 365 day
        ){% endset %}
{% set shipped = 'filter (is_purchase and is_shipment_known)' %}

with

int_orders_completed as (
    select * from {{ ref('int_orders_completed') }}
),

int_purchase_gaps_measured as (
    select * from {{ ref('int_purchase_gaps_measured') }}
),

int_categories_first_bought as (
    select * from {{ ref('int_categories_first_bought') }}
),

int_as_of_dates as (
    select * from {{ ref('int_as_of_dates') }}
),

orders_before_date as (
    select
        dates.as_of_date,
        orders.*,
        gaps.gap_days,
        orders.shipping_days is not null and (
            orders.shipped_at is null or orders.shipped_at < dates.as_of_date
        ) as is_shipment_known
    from int_orders_completed as orders
    inner join int_as_of_dates as dates
        on orders.ordered_at < dates.as_of_date
    left join int_purchase_gaps_measured as gaps
        on orders.order_key = gaps.order_key
),

customers_accumulated as (
    select
        customer_id,
        as_of_date,
        min(ordered_at) {{ purchase }} as first_ordered_at,
        max(ordered_at) {{ purchase }} as last_ordered_at,
        max(struct_pack(
            ordered_at := ordered_at,
            order_key := order_key,
            payment_type := payment_type,
            customer_type := customer_type,
            market := market
        )) as latest,
        count(*) {{ purchase }} as order_count,
        count(*) {{ recent }} as order_count_365d,
        count(*) filter (is_counted and is_return) as return_count,
        count(*) filter (not is_counted) as cancelled_order_count,
        count(*) filter (order_status != 'Unknown' or not is_counted)
            as status_known_order_count,
        coalesce(sum(sales_amount) filter (is_counted), 0) as clv_amount,
        sum(profit_amount) filter (is_counted) as profit_amount,
        sum(sales_amount) {{ purchase }} as purchase_amount,
        coalesce(sum(sales_amount) {{ recent }}, 0) as sales_amount_365d,
        count(profit_amount) {{ purchase }} as profit_known_order_count,
        count(*) filter (is_purchase and profit_amount < 0) as loss_order_count,
        sum(gross_amount) {{ purchase }} as gross_amount,
        sum(discount_known_amount) {{ purchase }} as discount_known_amount,
        sum(line_count) {{ purchase }} as line_count,
        sum(discounted_line_count) {{ purchase }} as discounted_line_count,
        sum(discount_known_line_count) {{ purchase }} as discount_known_line_count,
        sum(quantity) {{ purchase }} as quantity,
        sum(quantity_known_line_count) {{ purchase }} as quantity_known_line_count,
        sum(quantity_known_amount) {{ purchase }} as quantity_known_amount,
        sum(gap_days) {{ purchase }} as gap_days,
        sum(cast(gap_days * gap_days as decimal(28, 8))) {{ purchase }}
            as squared_gap_days,
        sum(shipping_days) {{ shipped }} as shipping_days,
        count(*) {{ shipped }} as shipped_order_count,
        count(*) filter (
            is_purchase and is_shipment_known and is_late
        ) as late_order_count,
        count(is_late) {{ shipped }} as punctuality_known_order_count,
        count(*) filter (is_purchase and promised_days is not null)
            as promised_order_count,
        count(*) filter (is_purchase and promised_days < 4) as fast_order_count,
        count(*) filter (is_purchase and isodow(ordered_at) >= 6)
            as weekend_order_count,
        count(distinct payment_type) filter (
            is_purchase and payment_type != 'Unknown'
        ) as payment_type_count,
        count(distinct market) filter (is_purchase and market != 'Unknown')
            as market_count
    from orders_before_date
    group by customer_id, as_of_date
),

categories_counted as (
    select
        categories.customer_id,
        dates.as_of_date,
        count(*) as category_count
    from int_categories_first_bought as categories
    inner join int_as_of_dates as dates
        on categories.first_ordered_at < dates.as_of_date
    group by categories.customer_id, dates.as_of_date
),

customers_with_breadth as (
    select
        customers.* exclude (latest),
        customers.latest.payment_type as payment_type,
        customers.latest.customer_type as customer_type,
        customers.latest.market as market,
        categories.category_count
    from customers_accumulated as customers
    left join categories_counted as categories
        on
            customers.customer_id = categories.customer_id
            and customers.as_of_date = categories.as_of_date
)

select * from customers_with_breadth
