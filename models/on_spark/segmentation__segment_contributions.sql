-- `ml.spark.forecast_training` writes the source.
select * from {{ source('trained', 'segment_contributions') }}
