-- Written by `ml.spark.segment_training`.
select * from {{ source('trained', 'purchase_model') }}
