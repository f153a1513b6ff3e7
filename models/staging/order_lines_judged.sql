{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['source_file', 'line_number'],
    on_schema_change='append_new_columns',
    pre_hook=["{{ forget_lines_read_again() }}", "{{ feed_orders() }}"],
    post_hook=["{{ append_broken_lines() }}", "{{ remember_files() }}"]
) }}

-- depends_on: {{ ref('order_source') }}
{% set opened = read_opened_orders() %}

with

lines_read as materialized (
    {{ read_order_lines(opened) }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

lines_typed as (
    {{ type_order_lines('lines_read', opened) }}
),

lines_computed as (
    {{ compute_order_lines('lines_typed', opened) }}
),

lines_reasoned as (
    select
        *,
        {{ reasons_against(opened) }} as reasons,
        coalesce(
            customer_id in (select customer_id from excluded_customers), false
        ) as is_left_out
    from lines_computed
),

lines_sorted_out as (
    select
        * exclude (raw_values, line_reason, reasons, is_left_out),
        case
            when is_left_out then 'excluded'
            {%- if opened.anonymous_lines == 'excluded' %}
            when reasons = ['customer_id_missing'] then 'excluded'
            {%- endif %}
            when len(reasons) > 0 then 'rejected'
        end as verdict,
        case when is_left_out then ['customer_left_out'] else reasons end as reasons,
        case
            when len(reasons) > 0 and not is_left_out
                then cast(to_json(raw_values) as varchar)
        end as raw_values
    from lines_reasoned
),

-- Of lines read in earlier runs, those that new ones repeat or correct.
lines_compared as (
    select * from lines_sorted_out
    {%- if is_incremental() %}
    union all by name
    select * replace (cast(null as varchar) as verdict)
    from {{ this }}
    where
        verdict in ('accepted', 'duplicate', 'superseded')
        and order_line_id in (select order_line_id from lines_sorted_out)
    {%- endif %}
),

repeated_line_ids as (
    select order_line_id
    from lines_compared
    where verdict is null and order_line_id is not null
    group by order_line_id
    having count(*) > 1
),

-- Only lines whose id is repeated are ranked: a window over all lines would be
-- the costliest step of the build.
latest_lines as (
    select
        lines_compared.order_line_id,
        max(struct_pack(
            source_file := lines_compared.source_file,
            line_number := lines_compared.line_number,
            content := {{ content_of_line('lines_compared') }}
        )) as latest
    from lines_compared
    inner join repeated_line_ids
        on lines_compared.order_line_id = repeated_line_ids.order_line_id
    where lines_compared.verdict is null
    group by lines_compared.order_line_id
),

lines_judged as (
    select
        lines_compared.* replace (
            case
                when lines_compared.verdict is not null then lines_compared.verdict
                when
                    latest_lines.order_line_id is null
                    or (
                        (latest_lines.latest).source_file
                        = lines_compared.source_file
                        and (latest_lines.latest).line_number
                        = lines_compared.line_number
                    )
                    then 'accepted'
                when
                    (latest_lines.latest).content
                    = {{ content_of_line('lines_compared') }}
                    then 'duplicate'
                else 'superseded'
            end as verdict
        )
    from lines_compared
    left join latest_lines
        on lines_compared.order_line_id = latest_lines.order_line_id
)

select * from lines_judged
