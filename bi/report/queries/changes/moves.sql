-- One row per span of months and pair of segments: customers who were in the first
-- segment before the span and in the second at its end. NULL is no segment: customers are
-- new or back, or lost. Counts are in tens, so that totals do not reveal small counts.
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

customers_placed as (
    select
        spans.months,
        spans.first_month,
        spans.last_month,
        moves.customer_id,
        any_value(moves.from_segment_id) filter (moves.month = spans.first_month)
            as from_segment_id,
        any_value(moves.to_segment_id) filter (moves.month = spans.last_month)
            as to_segment_id
    from warehouse.segmentation.customer_moves as moves
    inner join spans
        on moves.month in (spans.first_month, spans.last_month)
    group by all
)

select
    months,
    first_month,
    last_month,
    from_segment_id,
    to_segment_id,
    hide_few(cast(round(count(*), -1) as integer), count(*)) as customers
from customers_placed
where
    coalesce(from_segment_id, to_segment_id) is not null
    and coalesce(from_segment_id in (select segment_id from shown_segments), true)
    and coalesce(to_segment_id in (select segment_id from shown_segments), true)
group by all
order by months, from_segment_id, to_segment_id
