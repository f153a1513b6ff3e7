with

customer_moves as (
    select * from {{ ref('segmentation__customer_moves') }}
),

int_currency as (
    select * from {{ ref('segmentation__int_currency') }}
),

segment_migrations as (
    select
        moves.month,
        moves.from_segment_id,
        moves.to_segment_id,
        count(*) as customers,
        sum(moves.revenue_amount) as revenue_amount,
        currencies.currency
    from customer_moves as moves
    left join int_currency as currencies
        on true
    group by
        moves.month, moves.from_segment_id, moves.to_segment_id, currencies.currency
)

select * from segment_migrations
