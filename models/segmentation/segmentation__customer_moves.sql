{{ config(
    materialized=incremental_or_table(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ delete_stale_rows(
        '(month, content_hash, model_version) not in ('
        ~ 'select distinct month, content_hash, model_version from '
        ~ ref('segmentation__customer_segments_monthly')
        ~ ' where month > (select min(month) from '
        ~ ref('segmentation__customer_segments_monthly') ~ '))',
        ['month', 'content_hash', 'model_version']
    ) }}"
) }}

-- In this model, a customer without a purchase in 365 days has no segment. The customer
-- may come back later.
with

-- Every step that reads this CTE filters by month, so DuckDB reads only a few months.
customer_segments_monthly as {{ not_materialized() }} (
    select * from {{ ref('segmentation__customer_segments_monthly') }}
),

customer_features_monthly as (
    select * from {{ ref('segmentation__customer_features_monthly') }}
),

-- The first month is left out, because no earlier month has segments.
months_to_build as (
    select distinct
        month,
        model_version,
        content_hash
    from customer_segments_monthly
    where
        month > (select min(months.month) from customer_segments_monthly as months)
        and {{ is_missing_month('month') }}
),

months_compared as (
    select month from months_to_build
    union
    select cast(month - interval 1 month as date) as month from months_to_build
),

segments_compared as (
    select segments.*
    from customer_segments_monthly as segments
    inner join months_compared
        on segments.month = months_compared.month
),

months_of_customers as (
    select
        features.customer_id,
        features.month,
        features.clv_amount,
        case when features.order_count_365d > 0 then segments.segment_id end
            as segment_id
    from customer_features_monthly as features
    inner join months_compared
        on features.month = months_compared.month
    left join segments_compared as segments
        on
            features.customer_id = segments.customer_id
            and features.month = segments.month
),

moves_compared as (
    select
        customer_id,
        month,
        lag(segment_id) over month_by_month as from_segment_id,
        segment_id as to_segment_id,
        clv_amount - coalesce(lag(clv_amount) over month_by_month, 0)
            as revenue_amount
    from months_of_customers
    window month_by_month as (partition by customer_id order by month)
),

customer_moves as (
    select
        moves.customer_id,
        moves.month,
        moves.from_segment_id,
        moves.to_segment_id,
        moves.revenue_amount,
        months_to_build.model_version,
        months_to_build.content_hash
    from moves_compared as moves
    inner join months_to_build
        on moves.month = months_to_build.month
    where coalesce(moves.from_segment_id, moves.to_segment_id) is not null
)

select * from customer_moves
