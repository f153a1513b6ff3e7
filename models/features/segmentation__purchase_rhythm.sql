{#
    A quantile of 95 % needs twenty gaps. If fewer customers came back, or less than one
    in a hundred, their gaps say little about the others. Where purchases come at random
    at a steady rate (the assumption of the purchase models), 80 % of the gaps are
    shorter than 2.32 times their median, and 95 % are shorter than 4.32 times.
#}
{% set enough_customers, enough_share = 20, 0.01 %}
{% set usual, at_random = var('churn_days'), {80: 2.32, 95: 4.32} %}

with

int_purchase_gaps_counted as (
    select * from {{ ref('segmentation__int_purchase_gaps_counted') }}
),

-- Each customer has one gap and one ratio, so that frequent customers do not outweigh
-- the others.
gaps_compared as (
    select
        first_gap_days,
        case
            when gap_count >= 4
                then {{ ratio('latest_gap_days', 'median_earlier_gap_days') }}
        end as latest_gap_ratio
    from int_purchase_gaps_counted
),

quantiles as (
    select
        count(*) as customers,
        count(first_gap_days) as repeat_customers,
        count(latest_gap_ratio) as regular_customers,
        percentile_disc(0.5) within group (order by first_gap_days) as days_50,
        percentile_disc(0.8) within group (order by first_gap_days) as days_80,
        percentile_disc(0.95) within group (order by first_gap_days) as days_95,
        percentile_disc(0.8) within group (order by latest_gap_ratio) as ratio_80,
        percentile_disc(0.95) within group (order by latest_gap_ratio) as ratio_95
    from gaps_compared
),

quantiles_judged as (
    select
        *,
        repeat_customers >= {{ enough_customers }}
        and repeat_customers >= {{ enough_share }} * customers as is_of_file,
        regular_customers >= {{ enough_customers }} as has_ratios
    from quantiles
),

defaults_filled as (
    select
        customers,
        repeat_customers,
        regular_customers,
        is_of_file,
        case when is_of_file then days_50 else {{ usual }} end as usual_gap_days,
        case
            when is_of_file then days_80 else round({{ usual }} * {{ at_random[80] }})
        end as long_gap_days,
        case
            when is_of_file then days_95 else round({{ usual }} * {{ at_random[95] }})
        end as longest_gap_days,
        case when has_ratios then ratio_80 else {{ at_random[80] }} end
            as long_gap_ratio,
        case when has_ratios then ratio_95 else {{ at_random[95] }} end
            as longest_gap_ratio
    from quantiles_judged
),

-- Nobody is late before the usual time is over, or gone before it is over twice.
purchase_rhythm as (
    select
        customers,
        repeat_customers,
        is_of_file,
        cast(usual_gap_days as bigint) as usual_gap_days,
        cast(long_gap_days as bigint) as lapsing_after_days,
        cast(greatest(longest_gap_days, 2 * usual_gap_days) as bigint)
            as lapsed_after_days,
        cast(greatest(long_gap_ratio, 1) as double) as lapsing_after_gaps,
        cast(greatest(longest_gap_ratio, 2) as double) as lapsed_after_gaps
    from defaults_filled
)

select * from purchase_rhythm
