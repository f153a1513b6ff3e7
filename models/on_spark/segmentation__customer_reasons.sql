-- `ml.spark.forecast_training` writes the source.
select * from {{ source('trained', 'customer_reasons') }}
