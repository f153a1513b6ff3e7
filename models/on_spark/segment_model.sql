{{ config(schema='segmentation') }}

-- Written by `python -m ml train --target spark`.
select * from trained.segment_model
