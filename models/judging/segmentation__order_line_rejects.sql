{{ config(materialized='view') }}

with

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

rejected_lines as (
    select
        source_file,
        line_number,
        order_line_id,
        raw_values,
        reasons
    from order_lines_judged
    where verdict = 'rejected'
)

select * from rejected_lines
