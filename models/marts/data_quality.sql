{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}

with

order_source as (
    select * from {{ ref('order_source') }}
),

order_lines_judged as (
    select * from {{ ref('order_lines_judged') }}
),

int_orders_completed as (
    select * from {{ ref('int_orders_completed') }}
),

lines_by_verdict as (
    select
        'line_verdicts' as check_name,
        verdict as item,
        count(*) as lines
    from order_lines_judged
    group by verdict
),

reject_reasons as (
    select unnest(reasons) as reason
    from order_lines_judged
    where verdict = 'rejected'
),

rejects_by_reason as (
    select
        'reject_reasons' as check_name,
        reason as item,
        count(*) as lines
    from reject_reasons
    group by reason
),

orders_by_repair as (
    select
        'shipping_repairs' as check_name,
        shipping_repair as item,
        count(*) as lines
    from int_orders_completed
    group by shipping_repair
),

checks as (
    select * from lines_by_verdict
    union all
    select * from rejects_by_reason
    union all
    select * from orders_by_repair
),

totals as (
    select
        (select count(*) from order_lines_judged) as lines,
        (select count(*) from int_orders_completed) as orders
),

data_quality as (
    select
        order_source.run_id,
        order_source.source_name,
        checks.check_name,
        checks.item,
        checks.lines,
        cast(checks.lines as double) / nullif(
            case
                when checks.check_name = 'shipping_repairs' then totals.orders
                else totals.lines
            end, 0
        ) as ratio
    from checks
    cross join totals
    cross join order_source
)

select * from data_quality
