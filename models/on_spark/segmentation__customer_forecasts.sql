{{ config(schema='predictions') }}

-- Written by `ml.spark.learning`.
select * from {{ source('trained', 'customer_forecasts') }}
