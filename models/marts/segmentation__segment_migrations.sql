with

customer_moves as (
    select * from {{ ref('segmentation__customer_moves') }}
),

int_currency as (
    select * from {{ ref('segmentation__int_currency') }}
),

moves_counted as (
    select
        month,
        from_segment_id,
        to_segment_id,
        count(*) as customers,
        sum(revenue_amount) as revenue_amount
    from customer_moves
    group by month, from_segment_id, to_segment_id
),

segment_migrations as (
    select
        moves_counted.*,
        currencies.currency
    from moves_counted
    left join int_currency as currencies
        on true
)

select * from segment_migrations
