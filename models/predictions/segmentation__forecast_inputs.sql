with

feature_catalogue as (
    select * from {{ ref('segmentation__feature_catalogue') }}
),

forecast_inputs_named as (
    select * from {{ ref('segmentation__forecast_inputs_named') }}
),

forecast_inputs as (
    select
        coalesce(named.feature, catalogue.feature) as feature,
        coalesce(named.label, catalogue.label) as label,
        coalesce(named.unit, catalogue.unit) as unit,
        coalesce(named.topic, catalogue.topic) as topic
    from feature_catalogue as catalogue
    full join forecast_inputs_named as named
        on catalogue.feature = named.feature
)

select * from forecast_inputs
