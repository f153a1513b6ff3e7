{{ config(schema='segmentation', materialized='table') }}

-- Written by `ml.spark.segment_training`. A table of one row: a view of so many columns with
-- descriptions took Spark 20 seconds to create.
select * from {{ source('trained', 'segment_model') }}
