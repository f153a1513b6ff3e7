{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['source_file', 'line_number'],
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ forget_lines_read_again(read_opened_orders()) }}",
        "{{ feed_files(read_opened_orders()) }}"
    ],
    post_hook=[
        "{{ append_broken_lines(read_opened_orders()) }}",
        "{{ remember_files(read_opened_orders(), 'order_files') }}"
    ]
) }}

-- depends_on: {{ ref('order_source') }}
{% set opened = read_opened_orders() %}

with

lines_read as materialized (
    {{ read_lines(opened) }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

{{ sort_out_lines('lines_read', opened) }},

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
            content := {{ content_of_line('lines_compared', opened) }}
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
                    = {{ content_of_line('lines_compared', opened) }}
                    then 'duplicate'
                else 'superseded'
            end as verdict
        )
    from lines_compared
    left join latest_lines
        on lines_compared.order_line_id = latest_lines.order_line_id
)

select * from lines_judged
