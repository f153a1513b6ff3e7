-- If lines of several files have no id, but the same order and content, they are most
-- likely one purchase.
with

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

order_lines as (
    select * from {{ ref('segmentation__order_lines') }}
),

files_counted as (
    select min(source_file) != max(source_file) as are_several
    from order_lines
),

-- The hash leaves out the status, because a later export may give a line another
-- status.
lines_hashed as {{ not_materialized() }} (
    select
        judged.source_file,
        judged.line_number,
        judged.order_id,
        judged.sales_amount,
        {{ content_hash([
            'judged.customer_id', 'judged.order_id', 'judged.ordered_at',
            "coalesce(judged.product, '')", "coalesce(judged.category, '')",
            'coalesce(judged.quantity, 0)', 'coalesce(judged.unit_price, 0)',
            'judged.sales_amount'
        ]) }} as content_hash
    from order_lines_judged as judged
    cross join files_counted
    where
        files_counted.are_several
        and judged.verdict = 'accepted'
        and judged.order_line_id is null
),

contents_of_several_files as (
    select content_hash
    from lines_hashed
    group by content_hash
    having
        min({{ content_hash(['source_file']) }})
        != max({{ content_hash(['source_file']) }})
),

lines_in_several_files as (
    select
        lines.source_file,
        lines.line_number,
        lines.order_id,
        lines.sales_amount,
        first_value(lines.source_file) over in_files as first_file
    from lines_hashed as lines
    inner join contents_of_several_files
        on lines.content_hash = contents_of_several_files.content_hash
    window in_files as (
        partition by lines.content_hash order by lines.source_file, lines.line_number
    )
)

select * from lines_in_several_files
