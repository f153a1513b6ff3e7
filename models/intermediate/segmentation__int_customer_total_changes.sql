{{ config(pre_hook="{{ complete_columns() }}") }}

-- An order changes the totals of its customer on the date when it is placed, when it is
-- shipped, and when it is older than 365 days. Changes before the first date to build
-- are added up in the row of that date.
with

int_orders_dated as (
    select * from {{ ref('segmentation__int_orders_dated') }}
),

int_distinct_count_changes as (
    select * from {{ ref('segmentation__int_distinct_count_changes') }}
),

int_months_to_build as (
    select * from {{ ref('segmentation__int_months_to_build') }}
),

dates as (
    select
        min(as_of_date) as first_date,
        max(as_of_date) as as_of_date
    from int_months_to_build
    having count(*) > 0
),

-- Without a month to build, this step has no row. DuckDB computes it three times, which
-- takes a tenth longer than keeping its rows in memory.
orders_until_dates as {{ not_materialized() }} (
    select
        orders.*,
        dates.first_date,
        dates.as_of_date as last_date
    from int_orders_dated as orders
    cross join dates
    where orders.counts_from <= dates.as_of_date
),

-- An order has a second row only if it ships on a later date, and a third row only if
-- it leaves the last 365 days. With three rows for every order, the model took 1.4
-- times as long (10 million lines).
orders_with_events as (
    select
        *,
        'ordered' as event,
        counts_from as happens_on
    from orders_until_dates

    union all

    select
        *,
        'shipped' as event,
        ships_from as happens_on
    from orders_until_dates
    where is_purchase and ships_from > counts_from

    union all

    select
        *,
        'left' as event,
        leaves_on as happens_on
    from orders_until_dates
    where is_purchase and leaves_on is not null
),

orders_on_dates as (
    select
        *,
        greatest(happens_on, first_date) as as_of_date,
        event = 'ordered' as is_new,
        event = 'ordered' and is_purchase as is_new_purchase,
        is_purchase and shipping_days is not null
        and (event = 'shipped' or (event = 'ordered' and ships_from = counts_from))
            as is_new_shipment,
        event = 'ordered'
        and coalesce(next_counts_from > greatest(happens_on, first_date), true)
            as is_latest,
        case
            when event = 'ordered' and is_purchase then 1
            when event = 'left' then -1
        end as trailing_sign
    from orders_with_events
    where happens_on <= last_date
),

orders_added as (
    select
        customer_id,
        as_of_date,
        {{- aggregate_orders() }}
    from orders_on_dates
    group by customer_id, as_of_date
),

-- A line may have a later month than its order. Its category then changes the totals on
-- a date on which no order changes them.
customer_total_changes as (
    select
        coalesce(orders.customer_id, attributes.customer_id) as customer_id,
        coalesce(orders.as_of_date, attributes.as_of_date) as as_of_date,
        orders.* {{ exclude_columns(['customer_id', 'as_of_date']) }},
        attributes.category_count,
        coalesce(attributes.payment_type_count, 0) as payment_type_count,
        coalesce(attributes.market_count, 0) as market_count
    from orders_added as orders
    full join int_distinct_count_changes as attributes
        on
            orders.customer_id = attributes.customer_id
            and orders.as_of_date = attributes.as_of_date
)

select * from customer_total_changes
