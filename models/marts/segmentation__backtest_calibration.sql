{{ config(tags=['backtest']) }}

with

backtest as (
    select * from {{ ref('segmentation__backtest') }}
),

backtest_calibration as (
    select
        cut_date,
        horizon_days,
        target,
        method,
        unnest(calibration, recursive := true) as tenth
    from backtest
)

select * from backtest_calibration
