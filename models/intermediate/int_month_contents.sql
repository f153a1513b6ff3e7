-- depends_on: {{ ref('order_source') }}
with

int_shipments_judged as (
    select * from {{ ref('int_shipments_judged') }}
),

int_varieties_first_bought as (
    select * from {{ ref('int_varieties_first_bought') }}
),

stg_customer_events as (
    select * from {{ ref('stg_customer_events') }}
),

int_as_of_dates as (
    select * from {{ ref('int_as_of_dates') }} where is_month_end
),

-- What came after an order is no part of it: no month end before knows it.
orders_as_known as (
    select * exclude (next_ordered_at)
    from int_shipments_judged
),

contents_of_months as (
    select
        date_trunc('month', ordered_at) as month,
        {{ add_up_hashes('orders_as_known') }} as content
    from orders_as_known
    group by date_trunc('month', ordered_at)

    union all

    select
        date_trunc('month', first_ordered_at) as month,
        {{ add_up_hashes('int_varieties_first_bought') }} as content
    from int_varieties_first_bought
    group by date_trunc('month', first_ordered_at)

    union all

    select
        date_trunc('month', occurred_at) as month,
        {{ add_up_hashes('stg_customer_events') }} as content
    from stg_customer_events
    group by date_trunc('month', occurred_at)
),

contents_until_dates as (
    select
        dates.as_of_date,
        sum(contents.content) as content
    from int_as_of_dates as dates
    inner join contents_of_months as contents
        on dates.as_of_date > contents.month
    group by dates.as_of_date
),

month_contents as (
    select
        cast(as_of_date - interval 1 month as date) as month,
        as_of_date,
        {{ content_hash([
            'content',
            "'" ~ hash_of_rules(['intermediate', 'features', 'segmentation']) ~ "'",
        ]) }} as content_hash
    from contents_until_dates
)

select * from month_contents
