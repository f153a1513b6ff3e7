-- Written by `ml.spark.forecast_training`.
select * from {{ source('trained', 'customer_forecasts') }}
