-- With this edge, `dbt build --select segmentation__customer_features+` also builds the
-- monthly features.
-- depends_on: {{ ref('segmentation__customer_features') }}
with

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

shipping_modes as (
    select * from {{ ref('segmentation__shipping_modes') }}
),

stg_customer_events as (
    select * from {{ ref('segmentation__stg_customer_events') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_month_end
),

contents_of_months as (
    select
        date_trunc('month', ordered_at) as month,
        sum(content_hash) as content
    from int_orders_sequenced
    group by date_trunc('month', ordered_at)

    union all

    select
        date_trunc('month', occurred_at) as month,
        {{ sum_hashes('stg_customer_events') }} as content
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

rules_hashed as (
    select {{ content_hash([
        sum_hashes('shipping_modes'),
        "'" ~ hash_of_code(['intermediate', 'features', 'segmentation'])
        ~ local_md5(aggregate_orders() ~ derive_features()) ~ "'",
    ]) }} as content_hash
    from shipping_modes
),

month_hashes as (
    select
        cast(as_of_date - interval 1 month as date) as month,
        as_of_date,
        {{ content_hash(['content', 'rules_hashed.content_hash']) }} as content_hash
    from contents_until_dates
    cross join rules_hashed
)

select * from month_hashes
