{{ config(materialized='table') }}

-- `ml.spark.segment_training` writes the source. The model is a table of one row: Spark
-- took 20 seconds to create a view with so many described columns.
select * from {{ source('trained', 'segment_model') }}
