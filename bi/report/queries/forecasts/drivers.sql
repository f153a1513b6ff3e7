-- One row per target and feature: the five most important ones, if a learned model
-- forecasts the target.
select
    drivers.target,
    drivers.feature,
    drivers.importance
from warehouse.predictions.prediction_drivers as drivers
inner join warehouse.predictions.prediction_model
    on drivers.target = prediction_model.target
where
    prediction_model.method = 'gradient boosting'
    and drivers.importance > 0
    and drivers.importance_rank <= 5
order by drivers.target, drivers.importance_rank
