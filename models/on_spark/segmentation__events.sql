{{ config(schema='staging', materialized='table') }}

-- Opened by `ingest.spark`, in the session that dbt runs in.
select * from opened_events
