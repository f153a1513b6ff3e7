{{ config(
    materialized=in_parts(),
    incremental_strategy='append',
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

lines_read as (
    {{ read_lines(opened) }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

{{ sort_out_lines('lines_read', opened) }}

select * from lines_sorted_out
