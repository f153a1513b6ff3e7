-- The median of three gaps does not depend on one odd gap. The median of two does.
{% set enough_gaps = 3 %}
{# Being late takes fewer gaps, because no gap so far may be as long as the wait. #}
{% set gaps_to_be_late = 2 %}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }} where order_count > 0
),

int_purchase_gaps_counted as (
    select * from {{ ref('segmentation__int_purchase_gaps_counted') }}
),

purchase_rhythm as (
    select * from {{ ref('segmentation__purchase_rhythm') }}
),

customers_timed as (
    select
        features.customer_id,
        features.recency_days,
        -- Who sent every purchase back has no gap either.
        coalesce(gaps.gap_count, 0) as gap_count,
        coalesce(gaps.gap_count, 0) >= {{ enough_gaps }} as has_own_rhythm,
        gaps.median_gap_days,
        -- Twice the median is the wait if a customer with a steady rhythm skips once.
        case
            when gaps.gap_count >= {{ gaps_to_be_late }}
                then
                    features.recency_days
                    > greatest(gaps.longest_gap_days, 2 * gaps.median_gap_days)
        end as is_late_for_own_rhythm,
        rhythm.*
    from customer_features as features
    left join int_purchase_gaps_counted as gaps
        on features.customer_id = gaps.customer_id
    cross join purchase_rhythm as rhythm
),

limits_chosen as (
    select
        customer_id,
        recency_days,
        gap_count,
        has_own_rhythm,
        is_late_for_own_rhythm,
        case when has_own_rhythm then median_gap_days else usual_gap_days end
            as usual_gap_days,
        case
            when has_own_rhythm then round(median_gap_days * lapsing_after_gaps)
            else lapsing_after_days
        end as lapsing_after_days,
        case
            when has_own_rhythm then round(median_gap_days * lapsed_after_gaps)
            else lapsed_after_days
        end as lapsed_after_days
    from customers_timed
),

customer_lifecycles as (
    select
        customer_id,
        case
            when gap_count = 0 and recency_days <= usual_gap_days then 'new'
            when recency_days <= lapsing_after_days then 'active'
            when recency_days <= lapsed_after_days then 'lapsing'
            else 'lapsed'
        end as lifecycle_state,
        has_own_rhythm,
        is_late_for_own_rhythm,
        usual_gap_days,
        cast(lapsing_after_days as bigint) as lapsing_after_days,
        cast(lapsed_after_days as bigint) as lapsed_after_days
    from limits_chosen
)

select * from customer_lifecycles
