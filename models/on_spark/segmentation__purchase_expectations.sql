-- `ml.spark.segment_training` writes the source.
select * from {{ source('trained', 'purchase_expectations') }}
