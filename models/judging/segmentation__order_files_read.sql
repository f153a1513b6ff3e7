-- depends_on: {{ ref('segmentation__order_lines') }}
with

order_files as (
    select * from {{ source('files', 'order_files') }}
),

files_read as (
    select
        source_file,
        source_name,
        path,
        currency,
        anonymous_lines,
        has_own_order_ids,
        -- On Spark every build reads all files, and nobody writes down when.
        cast(coalesce(read_at, current_timestamp) as timestamp) as read_at
    from order_files
)

select * from files_read
