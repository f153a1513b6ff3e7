{{ config(schema='predictions') }}

-- Written by `ml.spark.training`.
select * from trained.purchase_model
