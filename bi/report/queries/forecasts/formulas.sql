-- One row: the formulas that were fitted to all purchases, or why they were refused.
select
    model_name,
    refused_because,
    spend_refused_because
from warehouse.predictions.purchase_model
