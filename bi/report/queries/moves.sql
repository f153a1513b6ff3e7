-- One row per span of months and pair of segments: who was in one before the span and
-- is in the other at its end. NULL is nowhere: new or back, or lost. Counts are in
-- tens, so that no small one is what larger ones leave of a total.
with

spans as (
    select
        spans.months,
        max(moves.month) as last_month,
        cast(max(moves.month) - to_months(spans.months - 1) as date) as first_month
    from warehouse.segmentation.customer_moves as moves
    cross join (values (1), (3)) as spans (months)
    group by spans.months
    having min(moves.month) <= max(moves.month) - to_months(spans.months - 1)
),

customers_before as (
    select
        spans.months,
        moves.customer_id,
        moves.from_segment_id
    from warehouse.segmentation.customer_moves as moves
    inner join spans
        on moves.month = spans.first_month
    where moves.from_segment_id is not null
),

customers_after as (
    select
        spans.months,
        moves.customer_id,
        moves.to_segment_id
    from warehouse.segmentation.customer_moves as moves
    inner join spans
        on moves.month = spans.last_month
    where moves.to_segment_id is not null
),

moves_counted as (
    select
        months,
        from_segment_id,
        to_segment_id,
        count(*) as customers
    from customers_before
    full join customers_after
        using (months, customer_id)
    group by months, from_segment_id, to_segment_id
),

shown as (
    select segment_id from shown_segments
    union all
    select null
)

select
    spans.months,
    spans.first_month,
    spans.last_month,
    moves_counted.from_segment_id,
    moves_counted.to_segment_id,
    case
        when moves_counted.customers >= getvariable('smallest_group')
            then cast(round(moves_counted.customers, -1) as integer)
    end as customers
from moves_counted
inner join spans
    on moves_counted.months = spans.months
inner join shown as shown_before
    on moves_counted.from_segment_id is not distinct from shown_before.segment_id
inner join shown as shown_after
    on moves_counted.to_segment_id is not distinct from shown_after.segment_id
order by spans.months, moves_counted.from_segment_id, moves_counted.to_segment_id
