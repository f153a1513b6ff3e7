{{ config(store_failures=true) }}

-- Luck of customers cancels out, and the level is that of all. So the ends of all
-- segments together are not a larger factor apart than those of the least certain
-- segment. Where few purchases are expected, the lower end depends on the chance of none.
-- One row per horizon.
with

intervals as (
    select
        *,
        revenue_high / nullif(revenue_low, 0) as factor
    from {{ ref('segmentation__forecast_totals') }}
),

horizons as (
    select
        horizon_days,
        max(factor) filter (where is_of_all_segments) as factor_of_all,
        max(factor) filter (where not is_of_all_segments) as factor_of_segment
    from intervals
    group by horizon_days
    having min(expected_customers) >= 20
)

select
    horizon_days,
    concat(
        'The ends of all segments are a factor of ', factor_of_all, ' apart, and those ',
        'of a segment at most ', factor_of_segment, '.'
    ) as message
from horizons
where factor_of_all > 1.01 * factor_of_segment
