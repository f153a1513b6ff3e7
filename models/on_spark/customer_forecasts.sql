{{ config(schema='predictions') }}

-- Written by `ml.spark.learning`.
select * from trained.customer_forecasts
