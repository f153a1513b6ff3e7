{%- set columns = [
    'order_line_id', 'order_id', 'customer_id', 'ordered_at', 'shipped_at',
    'shipping_mode', 'order_status', 'payment_type', 'customer_type', 'market',
    'category', 'product', 'quantity', 'unit_price', 'discount_rate', 'sales_amount',
    'profit_amount', 'currency'
] -%}
{%- set needed = ['ordered_at', 'order_id', 'customer_id', 'sales_amount'] -%}
{%- set relations = relations_of('orders', needed) -%}
{{ config(
    materialized='table' if relations or target.type == 'spark' else 'lines_of_files'
) }}

{% if not relations %}
-- On DuckDB, `ingest.loading` writes this table. On Spark, `ingest.spark` opens the
-- files as `opened_order_lines`.
select * from opened_order_lines
{% else %}
-- Lines of relations follow the rules that `ingest.sql.lines` has for files. A column
-- that a relation lacks is NULL.
-- noqa: disable=AL08,LT02,RF05
with

lines_given as (
    {{ rows_of_relations(relations, columns, needed) }}
),

lines_typed as (
    select
        *,
        -- A whole number as id loses its `.0`.
        prefix || regexp_replace(
            columns('^text_({{ columns[:3] | join("|") }})$'), '^(-?[0-9]+)[.]0+$', '\1'
        ) as '\1',
        {{ parse_timestamps('^text_(ordered_at|shipped_at)$') }},
        columns('^text_({{ (columns[5:12] + ["currency"]) | join("|") }})$') as '\1',
        try_cast(
            columns('^text_(quantity|unit_price|sales_amount|profit_amount)$')
            as decimal(18, 4)
        ) as '\1',
        try_cast(text_discount_rate as decimal(9, 6)) as discount_rate
    from lines_given
),

lines_examined as (
    select
        *,
        {{ list_reasons([
            ('order_id', true, 'null', 'null'),
            ('customer_id', true, 'null', 'null'),
            ('ordered_at', true, "date '1970-01-01'", "date '2100-01-01'"),
            ('shipped_at', false, "date '1970-01-01'", "date '2100-01-01'"),
            ('quantity', false, 'null', 'null'),
            ('unit_price', false, 'null', 'null'),
            ('discount_rate', false, 0, 1.000001),
            ('sales_amount', true, 'null', 'null'),
            ('profit_amount', false, 'null', 'null'),
        ]) }} as reasons_found
    from lines_typed
),

lines as (
    select
        {{ columns | reject('eq', 'customer_id') | join(', ') }},
        cast(null as varchar) as status_meaning,
        cast(
            sales_amount - try_cast(text_sales_amount as decimal(30, 14))
            as decimal(38, 14)
        ) as rounding_amount,
        {{ columns_of_verdict(columns, relations) }}
    from lines_examined
)

select * from lines
{% endif %}
