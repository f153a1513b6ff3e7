{{ config(pre_hook="{{ complete_columns() }}") }}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

customer_segments as (
    select * from {{ ref('segmentation__customer_segments') }}
),

segments_named as (
    select * from {{ ref('segmentation__segments_named') }}
),

customer_rfm_scores as (
    select * from {{ ref('segmentation__customer_rfm_scores') }}
),

customer_lifecycles as (
    select * from {{ ref('segmentation__customer_lifecycles') }}
),

key_accounts as (
    select * from {{ ref('segmentation__key_accounts') }}
),

customer_histories as (
    select * from {{ ref('segmentation__customer_histories') }}
),

customer_values as (
    select * from {{ ref('segmentation__customer_values') }}
),

int_currency as (
    select * from {{ ref('segmentation__int_currency') }}
),

customers as (
    select
        features.customer_id,

        -- segment
        segments.segment_id,
        segments.segment_name,
        segments.distance_to_centroid,
        segments.centroid_distance_gap,
        segments.is_borderline,
        segments.assignment_confidence,
        segments.next_segment_id,
        named.distinguishing_features,
        histories.previous_segment_id,
        histories.months_in_segment,
        histories.direction,
        lifecycles.lifecycle_state,
        key_accounts.customer_id is not null as is_key_account,
        scores.recency_score,
        scores.frequency_score,
        scores.monetary_score,

        -- value
        features.clv_amount,
        features.profit_amount,
        features.margin_rate,
        features.average_order_amount,
        features.sales_amount_365d,

        -- forecasts
        1 - forecasts.chance_to_buy_90d as churn_probability_90d,
        forecasts.chance_to_buy_365d as probability_alive,
        forecasts.expected_orders_90d,
        forecasts.expected_orders_365d,
        forecasts.expected_revenue_90d,
        forecasts.expected_revenue_90d_low,
        forecasts.expected_revenue_90d_high,
        forecasts.expected_revenue_365d,
        forecasts.expected_revenue_365d_low,
        forecasts.expected_revenue_365d_high,
        forecasts.expected_margin_rate,
        forecasts.expected_profit_90d,
        forecasts.expected_profit_365d,
        forecasts.residual_lifetime_value,

        -- frequency and recency
        features.order_count,
        features.order_count_365d,
        features.orders_per_month,
        features.average_gap_days,
        features.first_ordered_at,
        features.last_ordered_at,
        features.recency_days,
        lifecycles.is_late_for_own_rhythm,
        features.recency_days > {{ var('churn_days') }} as is_churned,
        features.tenure_days,

        -- behaviour
        features.lines_per_order,
        features.category_count,
        features.average_discount_rate,
        features.discounted_line_rate,
        features.return_count,
        features.return_rate,
        features.cancelled_order_count,
        features.average_shipping_days,
        features.late_order_rate,

        {% for name in own_features() -%}
        features.{{ name }},
        {% endfor -%}
        -- attributes of the latest order
        features.payment_type,
        features.customer_type,
        features.market,
        currencies.currency,

        -- deprecated column names, removed in version 2.0
        segments.segment_margin,
        named.distinguishing_features as set_apart_by,
        forecasts.expected_revenue_365d as expected_value_365d
    from customer_features as features
    left join customer_segments as segments
        on features.customer_id = segments.customer_id
    left join segments_named as named
        on segments.segment_id = named.segment_id
    left join customer_histories as histories
        on features.customer_id = histories.customer_id
    left join customer_values as forecasts
        on features.customer_id = forecasts.customer_id
    left join customer_rfm_scores as scores
        on features.customer_id = scores.customer_id
    left join customer_lifecycles as lifecycles
        on features.customer_id = lifecycles.customer_id
    left join key_accounts
        on features.customer_id = key_accounts.customer_id
    left join int_currency as currencies
        on true
)

select * from customers
