{{ config(schema='predictions') }}

-- Written by `ml.spark.training`.
select * from {{ source('trained', 'purchase_model') }}
