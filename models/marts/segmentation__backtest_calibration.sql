{{ config(tags=['backtest']) }}

with

backtest as (
    select * from {{ ref('segmentation__backtest') }}
),

tenths as (
    select
        cut_date,
        target,
        method,
        {{ unnest_list('calibration') }} as tenth
    from backtest
),

backtest_calibration as (
    select
        cut_date,
        target,
        method,
        tenth.decile,
        tenth.customers,
        tenth.mean_forecast,
        tenth.mean_actual
    from tenths
)

select * from backtest_calibration
