{{ config(
    materialized=in_parts(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ forget_lines_read_again(read_opened_events()) }}",
        "{{ feed_files(read_opened_events()) }}"
    ],
    post_hook=[
        "{{ append_broken_lines(read_opened_events()) }}",
        "{{ remember_files(read_opened_events(), 'event_files') }}"
    ]
) }}

-- The orders go first, because files are fed to one reader at a time.
-- depends_on: {{ ref('order_source') }}, {{ ref('order_lines_judged') }}
{% set opened = read_opened_events() %}

with

lines_read as {{ computed_once() }} (
    {{ read_lines(opened) }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

{{ sort_out_lines('lines_read', opened) }},

-- Equal lines are separate events: who looks twice at one second has looked twice.
lines_judged as (
    select
        * {{ all_but(['verdict']) }},
        coalesce(verdict, 'accepted') as verdict
    from lines_sorted_out
)

select * from lines_judged
