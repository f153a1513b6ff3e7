{{ config(schema='predictions', materialized='table') }}

-- On Spark nothing is learned: forecasts are those of the closed form.
select
    cast(null as string) as customer_id,
    cast(null as double) as churn_probability_90d,
    cast(null as double) as expected_revenue_90d
where false
