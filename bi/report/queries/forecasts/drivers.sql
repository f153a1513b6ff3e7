-- One row per target and feature: the five most important features of each target that
-- a learned model forecasts.
select
    drivers.target,
    drivers.feature,
    feature_catalogue.label,
    drivers.importance
from warehouse.predictions.prediction_drivers as drivers
inner join warehouse.predictions.prediction_model
    on drivers.target = prediction_model.target
left join warehouse.features.feature_catalogue
    on drivers.feature = feature_catalogue.feature
where
    prediction_model.method = 'gradient boosting'
    and drivers.importance > 0
    and drivers.importance_rank <= 5
order by drivers.target, drivers.importance_rank
