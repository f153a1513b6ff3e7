{{ config(materialized='view') }}

with

order_lines_checked as (
    select * from {{ ref('order_lines_checked') }}
),

order_lines_repeated as (
    select * from {{ ref('order_lines_repeated') }}
),

lines_judged as (
    select
        lines.* {{ all_but(['verdict']) }},
        coalesce(lines.verdict, repeated.verdict, 'accepted') as verdict
    from order_lines_checked as lines
    left join order_lines_repeated as repeated
        on
            lines.source_file = repeated.source_file
            and lines.line_number = repeated.line_number
)

select * from lines_judged
