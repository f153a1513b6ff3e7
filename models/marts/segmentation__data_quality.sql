{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else 'append',
    unique_key='run_id',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}
{% set reasons = [
    ('reject_reasons', 'order_lines_judged', 'rejected'),
    ('exclusion_reasons', 'order_lines_judged', 'excluded'),
    ('event_reject_reasons', 'customer_events_judged', 'rejected'),
] %}

with

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

customer_events_judged as (
    select * from {{ ref('segmentation__customer_events_judged') }}
),

stg_customer_events as (
    select * from {{ ref('segmentation__stg_customer_events') }}
),

int_orders_sequenced as (
    select * from {{ ref('segmentation__int_orders_sequenced') }}
),

int_orders_enriched as (
    select * from {{ ref('segmentation__int_orders_enriched') }}
),

{% for name, judged, verdict in reasons %}
{{ name }} as (
    select {{ unnest_list('reasons') }} as reason
    from {{ judged }}
    where verdict = '{{ verdict }}'
),

{% endfor %}
events_matched as (
    select
        case
            when customer_id in (select customer_id from int_orders_sequenced)
                then 'customer_has_ordered'
            else 'customer_never_ordered'
        end as customer
    from stg_customer_events
),

checks as (
    {{ count_items('order_lines_judged', 'line_verdicts', 'verdict') }}
    union all
    {{ count_items('customer_events_judged', 'event_verdicts', 'verdict') }}
    {% for name, judged, verdict in reasons %}
    union all
    {{ count_items(name, name, 'reason', checked=judged) }}
    {% endfor %}
    union all
    {{ count_items('events_matched', 'event_customers', 'customer') }}
    union all
    {{ count_items('int_orders_enriched', 'shipping_repairs', 'shipping_repair') }}
    {% for column in ['payment_type', 'customer_type', 'market'] %}
    union all
    {{ count_items(
        'int_orders_sequenced', 'missing_attributes', "'" ~ column ~ "'",
        'is_' ~ column ~ '_missing'
    ) }}
    {% endfor %}
    union all
    select
        'rounded_amounts' as check_name,
        'sales_amount' as item,
        count(*) filter (where rounding_amount != 0) as lines,
        count(*) as lines_checked,
        sum(rounding_amount) as amount
    from order_lines_judged
    where verdict = 'accepted'
),

data_quality as (
    select
        order_source.run_id,
        order_source.source_name,
        checks.check_name,
        checks.item,
        checks.lines,
        {{ ratio('checks.lines', 'checks.lines_checked') }} as ratio,
        checks.amount
    from checks
    cross join order_source
)

select * from data_quality
