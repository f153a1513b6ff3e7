-- One row per segment, the most valuable first; a small one has words, no figures.
select
    segments.segment_id,
    segments.value_rank,
    segments.segment_name,
    segments.description,
    segments.suggested_action,
    shown.customers,
    shown.customers / sum(shown.customers) over () as customer_share,
    cast(shown.revenue_amount as double) / nullif(
        cast(sum(shown.revenue_amount) over () as double), 0
    ) as revenue_share,
    cast(shown.profit_amount as double) / nullif(
        cast(sum(shown.profit_amount) over () as double), 0
    ) as profit_share,
    shown.typical_clv_amount,
    shown.typical_order_count,
    shown.typical_order_amount,
    shown.typical_recency_days,
    shown.typical_discount_rate,
    shown.typical_margin_rate
from warehouse.marts.segments as segments
left join shown_segments as shown
    on segments.segment_id = shown.segment_id
order by segments.value_rank, segments.segment_id
