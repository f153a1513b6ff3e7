{{ config(materialized='view', pre_hook="{{ complete_columns() }}") }}

-- The columns are those of customer_encoder_inputs. They depend on customer_signals,
-- which decides which signals the encoder sees, so dbt must build it first.
-- depends_on: {{ ref('segmentation__customer_signals') }}
with

customer_features_monthly as (
    select * from {{ ref('segmentation__customer_features_monthly') }}
),

customer_signals_monthly as (
    select * from {{ ref('segmentation__customer_signals_monthly') }}
),

signals_pivoted as (
    {{ pivot_signals('customer_signals_monthly', 'customer_id, month') }}
),

encoder_inputs as (
    select
        {{ encoder_inputs() }}
        features.customer_id,
        {{ credible_order_count('features.order_count') }} as credible_order_count,
        features.month,
        features.content_hash
    from customer_features_monthly as features
    left join signals_pivoted
        on
            features.customer_id = signals_pivoted.customer_id
            and features.month = signals_pivoted.month
    where features.order_count > 0
)

select * from encoder_inputs
