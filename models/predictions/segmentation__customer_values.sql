{# The HORIZONS of ml/purchases/purchase_model.py; a test compares the two lists. -#}
{% set horizons = [30, 90, 180, 365] -%}
{% set later_years = range(2, var('lifetime_years') | int + 1) -%}

with

customer_forecasts as (
    select * from {{ ref('segmentation__customer_forecasts') }}
),

customer_expectations as (
    select * from {{ ref('segmentation__customer_expectations') }}
),

revenue_retention as (
    select * from {{ ref('segmentation__revenue_retention') }}
),

expected_margins as (
    select * from {{ ref('segmentation__expected_margins') }}
),

forecasts_by_horizon as (
    select
        {% for days in horizons -%}
        max(chance_to_buy) filter (where horizon_days = {{ days }})
            as chance_to_buy_{{ days }}d,
        max(expected_orders) filter (where horizon_days = {{ days }})
            as expected_orders_{{ days }}d,
        max(expected_revenue) filter (where horizon_days = {{ days }})
            as expected_revenue_{{ days }}d,
        max(revenue_low) filter (where horizon_days = {{ days }})
            as expected_revenue_{{ days }}d_low,
        max(revenue_high) filter (where horizon_days = {{ days }})
            as expected_revenue_{{ days }}d_high,
        {% endfor -%}
        customer_id
    from customer_forecasts
    group by customer_id
),

-- The later years bring as much more as the purchase model expects more orders. Without
-- that model, each year brings a share of the year before.
forecasts_with_later_years as (
    select
        forecasts.*,
        margins.expected_margin_rate,
        case
            when expectations.expected_orders_365d = 0 then 0
            else
                expectations.expected_orders_lifetime
                / expectations.expected_orders_365d - 1
        end as later_orders_ratio,
        coalesce(retention.revenue_retention_rate, forecasts.chance_to_buy_365d)
            as share_of_year_before,
        -- NULL without a forecast, and so are the sums that begin with it.
        0 * forecasts.expected_revenue_365d as no_revenue
    from forecasts_by_horizon as forecasts
    cross join revenue_retention as retention
    left join customer_expectations as expectations
        on forecasts.customer_id = expectations.customer_id
    left join expected_margins as margins
        on forecasts.customer_id = margins.customer_id
),

revenue_by_year as (
    select
        {% for year in later_years -%}
        expected_revenue_365d * coalesce(
            later_orders_ratio / {{ later_years | length }},
            power(share_of_year_before, {{ year - 1 }})
        ) as expected_revenue_year_{{ year }},
        {% endfor -%}
        *
    from forecasts_with_later_years
),

-- Revenue is discounted from the middle of the period in which it comes.
revenue_discounted as (
    select
        *,
        {{ discount('expected_revenue_30d', 15) }}
        {%- for days in horizons[1:] %}
        {%- set shorter = horizons[loop.index0] %}
        + {{ discount(
            'expected_revenue_' ~ days ~ 'd - expected_revenue_' ~ shorter ~ 'd',
            (shorter + days) / 2
        ) }}
        {%- endfor %} as discounted_revenue_365d,
        no_revenue
        {%- for year in later_years %}
        + expected_revenue_year_{{ year }}
        {%- endfor %} as later_revenue,
        no_revenue
        {%- for year in later_years %}
        + {{ discount('expected_revenue_year_' ~ year, 365 * (year - 0.5)) }}
        {%- endfor %} as discounted_later_revenue
    from revenue_by_year
),

customer_values as (
    select
        {% for days in horizons -%}
        chance_to_buy_{{ days }}d,
        expected_orders_{{ days }}d,
        expected_revenue_{{ days }}d,
        expected_revenue_{{ days }}d_low,
        expected_revenue_{{ days }}d_high,
        expected_revenue_{{ days }}d * expected_margin_rate
            as expected_profit_{{ days }}d,
        {% endfor -%}
        customer_id,
        expected_margin_rate,
        discounted_revenue_365d,
        later_revenue,
        discounted_revenue_365d + discounted_later_revenue as residual_revenue,
        (discounted_revenue_365d + discounted_later_revenue) * expected_margin_rate
            as residual_lifetime_value
    from revenue_discounted
)

select * from customer_values
