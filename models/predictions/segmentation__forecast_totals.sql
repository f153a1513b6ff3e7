{# The ends of an interval that holds four of five outcomes. -#}
{% set levels = {'low': 0.1, 'high': 0.9} -%}

with

customer_forecasts as (
    select * from {{ ref('segmentation__customer_forecasts') }}
),

customer_segments as (
    select * from {{ ref('segmentation__customer_segments') }}
),

forecast_choice as (
    select * from {{ ref('segmentation__forecast_choice') }}
    where target = 'revenue' and is_chosen
),

-- Customers buy independently of each other, so their variances add up.
forecasts_summed as (
    select
        coalesce(segments.segment_id, -1) as segment_id,
        grouping(segments.segment_id) = 1 as is_of_all_segments,
        forecasts.horizon_days,
        count(forecasts.expected_revenue) as customers,
        {{ exact_sum('forecasts.chance_to_buy') }} as expected_customers,
        {{ exact_sum('forecasts.expected_orders') }} as expected_orders,
        {{ exact_sum('forecasts.expected_revenue') }} as expected_revenue,
        {{ exact_sum('forecasts.revenue_variance') }} as revenue_variance,
        exp({{ exact_sum('ln(greatest(1 - forecasts.chance_to_buy, 1e-9))') }})
            as chance_of_none
    from customer_forecasts as forecasts
    inner join customer_segments as segments
        on forecasts.customer_id = segments.customer_id
    group by
        grouping sets (
            (forecasts.horizon_days, segments.segment_id), (forecasts.horizon_days)
        )
),

-- Unless nobody buys, the luck of single customers makes the total lognormal, with the
-- mean and the variance of the sum. This is the variance of its logarithm.
totals_with_luck as (
    select
        summed.*,
        choice.level_deviation,
        choice.bias as measured_bias,
        choice.cut_count,
        ln(greatest(
            (1 + summed.revenue_variance / nullif(power(summed.expected_revenue, 2), 0))
            * (1 - summed.chance_of_none),
            1
        )) as luck_variance
    from forecasts_summed as summed
    left join forecast_choice as choice
        on summed.horizon_days = choice.horizon_days
),

-- The level of all forecasts may be off as well, by a factor around 1.
totals_with_ends as (
    select
        {% for end, level in levels.items() -%}
        {% set inner = '(' ~ level ~ ' - chance_of_none) / (1 - chance_of_none)' -%}
        case
            when revenue_variance is null or level_deviation is null then null
            when chance_of_none >= {{ level }} or expected_revenue = 0 then 0
            else round(
                expected_revenue / (1 - chance_of_none) * exp(
                    {{ normal_quantile(inner) }}
                    * sqrt(luck_variance + power(level_deviation, 2))
                    - luck_variance / 2
                ), 4
            )
        end as revenue_{{ end }},
        {% endfor -%}
        segment_id,
        is_of_all_segments,
        horizon_days,
        customers,
        expected_customers,
        expected_orders,
        expected_revenue,
        measured_bias,
        cut_count
    from totals_with_luck
),

-- The ends of a longer period are not below those of a shorter one.
forecast_totals as (
    select
        segment_id,
        is_of_all_segments,
        horizon_days,
        customers,
        expected_customers,
        expected_orders,
        expected_revenue,
        case
            when revenue_low is not null then max(revenue_low) over shorter_horizons
        end as revenue_low,
        case
            when revenue_high is not null then max(revenue_high) over shorter_horizons
        end as revenue_high,
        measured_bias,
        cut_count
    from totals_with_ends
    window shorter_horizons as (
        partition by segment_id order by horizon_days
        rows between unbounded preceding and current row
    )
)

select * from forecast_totals
