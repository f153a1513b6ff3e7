-- One row per target: its model, and the reason for the choice.
select
    prediction_model.target,
    prediction_model.method,
    prediction_model.chosen_because,
    prediction_model.tested_from,
    prediction_model.customers_tested,
    purchase_model.model_name,
    purchase_model.refused_because
from warehouse.predictions.prediction_model
cross join warehouse.predictions.purchase_model
order by prediction_model.target
