-- One row per target and input: the five most important inputs of each target that a
-- learned method forecasts.
with

targets_learned as (
    select distinct target
    from warehouse.predictions.forecast_choice
    where
        is_chosen
        and horizon_days in (90, 365)
        and method like 'gradient boosting%'
)

select
    drivers.target,
    drivers.feature,
    forecast_inputs.label,
    drivers.importance
from warehouse.predictions.prediction_drivers as drivers
inner join targets_learned
    on drivers.target = targets_learned.target
left join warehouse.predictions.forecast_inputs
    on drivers.feature = forecast_inputs.feature
where
    drivers.importance > 0
    and drivers.importance_rank <= 5
order by drivers.target, drivers.importance_rank
