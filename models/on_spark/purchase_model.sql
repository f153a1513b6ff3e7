{{ config(schema='predictions') }}

-- Written by `python -m ml train --target spark`.
select * from trained.purchase_model
