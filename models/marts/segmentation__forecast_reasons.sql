with

customer_reasons as (
    select * from {{ ref('segmentation__customer_reasons') }}
),

forecast_inputs as (
    select * from {{ ref('segmentation__forecast_inputs') }}
),

reasons_written as (
    select
        reasons.*,
        {{ input_label('reasons.feature', 'inputs.label') }} as label,
        {{ input_value('reasons.value', 'reasons.category', 'inputs.unit') }}
            as value_text,
        {{ input_value(
            'reasons.typical_value', 'reasons.typical_category', 'inputs.unit'
        ) }} as typical_text,
        case when reasons.effect_points > 0 then 'raises' else 'lowers' end as direction
    from customer_reasons as reasons
    left join forecast_inputs as inputs
        on reasons.feature = inputs.feature
),

forecast_reasons as (
    select
        customer_id,
        reason_rank,
        feature,
        direction,
        effect_points,
        value,
        typical_value,
        category,
        typical_category,
        concat(label, ': ', value_text, ' (typical: ', typical_text, ')') as sentence
    from reasons_written
)

select * from forecast_reasons
