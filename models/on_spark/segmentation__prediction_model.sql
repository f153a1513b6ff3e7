-- `ml.spark.forecast_training` writes the source.
select * from {{ source('trained', 'prediction_model') }}
