{{ config(schema='predictions') }}

-- Written by `ml.spark.learning`.
select * from trained.prediction_model
