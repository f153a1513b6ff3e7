{%- set columns = ['customer_id', 'signal', 'occurred_at', 'value'] -%}
{%- set relations = relations_of('events', columns[:3]) -%}
{%- set of_files = var('using_events') and not (relations or relations_of('orders')) -%}
{{ config(
    materialized='lines_of_files' if of_files and target.type == 'duckdb' else 'table'
) }}

-- order_lines is built first, because one load reads the order files and the event
-- files.
-- depends_on: {{ ref('segmentation__order_lines') }}
{% if of_files %}
-- On DuckDB, `ingest.loading` writes this table. On Spark, `ingest.spark` opens the
-- files as `opened_events`.
select * from opened_events
{% else %}
-- Lines of relations follow the rules that `ingest.sql.lines` has for files.
-- noqa: disable=AL08,LT02,RF05
with

events_given as (
    {{ rows_of_relations(relations, columns, columns[:3]) }}
),

events_typed as (
    select
        *,
        prefix || regexp_replace(text_customer_id, '^(-?[0-9]+)[.]0+$', '\1')
            as customer_id,
        lower(text_signal) as signal,
        {{ parse_timestamps('^text_(occurred_at)$') }},
        try_cast(text_value as decimal(28, 9)) as value
    from events_given
),

events_examined as (
    select
        *,
        {{ list_reasons([
            ('customer_id', true, 'null', 'null'),
            ('signal', true, 'null', 'null'),
            ('occurred_at', true, "date '1970-01-01'", "date '2100-01-01'"),
            ('value', false, 'null', 'null'),
        ]) }} as reasons_found
    from events_typed
),

events as (
    select
        {{ columns | reject('eq', 'customer_id') | join(', ') }},
        {{ columns_of_verdict(columns, relations) }}
    from events_examined
)

select * from events
{% endif %}
