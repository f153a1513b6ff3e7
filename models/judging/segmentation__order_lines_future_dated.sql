with

order_lines as (
    select * from {{ ref('segmentation__order_lines') }} where reasons is null
),

order_files_read as (
    select * from {{ ref('segmentation__order_files_read') }}
),

-- The filter leaves few lines, so the join is small. On Spark, all files of a pattern
-- have the same read_at.
lines_compared as (
    select
        lines.source_file,
        lines.line_number,
        lines.ordered_at,
        coalesce(
            files.read_at,
            (select max(all_files.read_at) from order_files_read as all_files)
        ) as read_at
    from order_lines as lines
    left join order_files_read as files
        on lines.source_file = files.source_file
    where
        lines.ordered_at
        > (select min(first_files.read_at) from order_files_read as first_files)
),

lines_future_dated as (
    select
        source_file,
        line_number
    from lines_compared
    -- One day is allowed, because time zones differ.
    where ordered_at > read_at + interval 1 day
)

select * from lines_future_dated
