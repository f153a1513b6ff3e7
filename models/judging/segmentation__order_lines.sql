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
-- Of files: `ingest.loading` writes them into DuckDB; for Spark, `ingest.spark` has opened
-- them in the session that dbt runs in.
select * from opened_order_lines
{% else %}
-- Of relations, as `ingest.sql.lines` makes them of files. What is not there is NULL.
-- The linter does not know that `columns` stands for many.
-- noqa: disable=AL08,LT02,RF05
with

lines_given as (
    {{ rows_of_relations(relations, columns, needed) }}
),

lines_as_text as (
    select
        *,
        nullif(trim(cast(columns('^raw_(.+)$') as varchar)), '') as 'text_\1'
    from lines_given
),

lines_typed as (
    select
        *,
        -- A whole number has no `.0`.
        prefix || regexp_replace(
            columns('^text_({{ columns[:3] | join("|") }})$'), '^(-?[0-9]+)[.]0+$', '\1'
        ) as '\1',
        case
            when regexp_matches(
                columns('^text_(ordered_at|shipped_at)$'),
                ':[0-9.]* ?(?i:z|utc|[+-][0-9]{2}(:?[0-9]{2})?)$'
            )
                then try_cast(columns('^text_(ordered_at|shipped_at)$') as timestamptz)
                    at time zone {{ quoted(var('orders_time_zone')) }}
            else try_cast(columns('^text_(ordered_at|shipped_at)$') as timestamp)
        end as '\1',
        columns('^text_({{ (columns[5:12] + ["currency"]) | join("|") }})$') as '\1',
        try_cast(
            columns('^text_(quantity|unit_price|sales_amount|profit_amount)$')
            as decimal(18, 4)
        ) as '\1',
        try_cast(text_discount_rate as decimal(9, 6)) as discount_rate
    from lines_as_text
),

lines_examined as (
    select
        *,
        list_filter([
            {%- for name, is_needed, least, beyond in [
                ('order_id', true, 'null', 'null'),
                ('customer_id', true, 'null', 'null'),
                ('ordered_at', true, "date '1970-01-01'", "date '2100-01-01'"),
                ('shipped_at', false, "date '1970-01-01'", "date '2100-01-01'"),
                ('quantity', false, 'null', 'null'),
                ('unit_price', false, 'null', 'null'),
                ('discount_rate', false, 0, 1.000001),
                ('sales_amount', true, 'null', 'null'),
                ('profit_amount', false, 'null', 'null')
            ] %}
            case
                when {{ name }} is null and lower(text_{{ name }}) not in (
                    'null', '\n', 'nan', 'nat', 'none', 'n/a', 'na', '-', '--'
                ) then '{{ name }}_unreadable'
                when {{ is_needed }} and {{ name }} is null then '{{ name }}_missing'
                when {{ name }} < {{ least }} or {{ name }} >= {{ beyond }}
                    then '{{ name }}_out_of_range'
            end{{ ',' if not loop.last }}
            {%- endfor %}
        ], lambda code: code is not null) as reasons_found
    from lines_typed
),

lines as (
    select
        {% set known = relations | map(attribute='columns') | sum(start=[]) %}
        {{ columns | reject('eq', 'customer_id') | join(', ') }},
        case
            when contains(customer_id, '@')
                then {{ raise_error("concat(
                    'Customers of ', source_file, ' are named by e-mail addresses, ',
                    'which are not stored: give sha256(lower(trim(...))) as customer_id.'
                )") }}
            else customer_id
        end as customer_id,
        source_file,
        line_number,
        cast(null as varchar) as status_meaning,
        cast(
            sales_amount - try_cast(text_sales_amount as decimal(30, 14))
            as decimal(38, 14)
        ) as rounding_amount,
        cast(null as bigint) as row_version,
        case when len(reasons_found) > 0 then reasons_found end as reasons,
        case when len(reasons_found) > 0 then cast(to_json({
            {%- for name in columns if name in known %}
            {{ name }}: raw_{{ name }}{{ ',' if not loop.last }}
            {%- else %} nothing: null {%- endfor %}
        }) as varchar) end as raw_values
    from lines_examined
)

select * from lines
{% endif %}
