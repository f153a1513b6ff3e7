{%- set columns = ['customer_id', 'signal', 'occurred_at', 'value'] -%}
{%- set relations = relations_of('events', columns[:3]) -%}
{%- set of_files = var('using_events') and not (relations or relations_of('orders')) -%}
{{ config(
    materialized='lines_of_files' if of_files and target.type == 'duckdb' else 'table'
) }}

-- Whose ids they are, and one at a time, because files are fed to one reader.
-- depends_on: {{ ref('segmentation__order_lines') }}
{% if of_files %}
-- Of files: `ingest.loading` writes them into DuckDB; for Spark, `ingest.spark` has opened
-- them in the session that dbt runs in.
select * from opened_events
{% else %}
-- Of relations, as `ingest.sql.lines` makes them of files; no rows where none is named.
-- The linter does not know that `columns` stands for many.
-- noqa: disable=AL08,LT02,RF05
with

events_given as (
    {{ rows_of_relations(relations, columns, columns[:3]) }}
),

events_as_text as (
    select
        *,
        nullif(trim(cast(columns('^raw_(.+)$') as varchar)), '') as 'text_\1'
    from events_given
),

events_typed as (
    select
        *,
        prefix || regexp_replace(text_customer_id, '^(-?[0-9]+)[.]0+$', '\1')
            as customer_id,
        lower(text_signal) as signal,
        case
            when regexp_matches(
                columns('^text_(occurred_at)$'),
                ':[0-9.]* ?(?i:z|utc|[+-][0-9]{2}(:?[0-9]{2})?)$'
            )
                then try_cast(columns('^text_(occurred_at)$') as timestamptz)
                    at time zone {{ quoted(var('orders_time_zone')) }}
            else try_cast(columns('^text_(occurred_at)$') as timestamp)
        end as '\1',
        try_cast(text_value as decimal(28, 9)) as value
    from events_as_text
),

events_examined as (
    select
        *,
        list_filter([
            {%- for name, is_needed, least, beyond in [
                ('customer_id', true, 'null', 'null'),
                ('signal', true, 'null', 'null'),
                ('occurred_at', true, "date '1970-01-01'", "date '2100-01-01'"),
                ('value', false, 'null', 'null')
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
    from events_typed
),

events as (
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
        cast(null as bigint) as row_version,
        case when len(reasons_found) > 0 then reasons_found end as reasons,
        case when len(reasons_found) > 0 then cast(to_json({
            {%- for name in columns if name in known %}
            {{ name }}: raw_{{ name }}{{ ',' if not loop.last }}
            {%- else %} nothing: null {%- endfor %}
        }) as varchar) end as raw_values
    from events_examined
)

select * from events
{% endif %}
