{{ config(materialized='table') }}

-- `ml.spark.segment_training` writes the source. This is a table, because Spark took 20
-- seconds to create a view with so many described columns.
select * from {{ source('trained', 'segment_model') }}
