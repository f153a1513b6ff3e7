-- Written by `ml.spark.forecast_training`.
select * from {{ source('trained', 'prediction_model') }}
