-- Counts of findings about lines; order_line_findings writes the messages.
{% set warn_ratio = var('reject_warn_ratio') | float %}
with

order_lines as (
    select * from {{ ref('segmentation__order_lines') }}
),

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

order_line_ids_repeated as (
    select * from {{ ref('segmentation__order_line_ids_repeated') }}
    where is_number_within_order
),

order_lines_repeated as (
    select * from {{ ref('segmentation__order_lines_repeated') }}
    where verdict = 'superseded'
),

order_lines_in_several_files as (
    select * from {{ ref('segmentation__order_lines_in_several_files') }}
    where source_file != first_file
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

lines_found as (
    select
        case
            when judged.verdict = 'excluded' then {{ list_item('judged.reasons', 1) }}
            when repeated.is_of_same_file then 'superseded_in_the_same_file'
            when not repeated.is_of_same_order then 'superseded_by_another_order'
        end as finding,
        judged.source_file,
        judged.line_number,
        judged.sales_amount,
        case
            when judged.verdict = 'superseded' then judged.order_line_id
            when {{ list_item('judged.reasons', 1) }} = 'ordered_after_it_was_read'
                then cast(cast(judged.ordered_at as date) as string)
            else judged.customer_id
        end as example
    from order_lines_judged as judged
    left join order_lines_repeated as repeated
        on
            judged.source_file = repeated.source_file
            and judged.line_number = repeated.line_number
    where judged.verdict in ('excluded', 'superseded')
    union all
    select
        'line_stands_in_two_files' as finding,
        source_file,
        line_number,
        sales_amount,
        order_id as example
    from order_lines_in_several_files
    union all
    select
        'line_id_is_number_within_order' as finding,
        source_file,
        line_number,
        cast(null as decimal(18, 4)) as sales_amount,
        order_line_id as example
    from order_line_ids_repeated
),

findings_added_up as (
    select
        finding,
        count(*) as lines,
        sum(sales_amount) as sales_amount,
        min({{ struct_of(['source_file', 'line_number', 'example']) }}) as first_line
    from lines_found
    group by finding
),

line_findings_counted as (
    select
        found.finding,
        found.lines,
        found.sales_amount,
        found.first_line.source_file as source_file,
        found.first_line.line_number as line_number,
        found.first_line.example as example
    from findings_added_up as found
    cross join order_source
    where
        found.finding in (
            'customer_is_a_placeholder', 'ordered_after_it_was_read',
            'line_id_is_number_within_order'
        )
        -- Without order ids, two equal lines may be two purchases on one day.
        or found.finding = 'line_stands_in_two_files'
        and order_source.has_own_order_ids
        -- A few corrections are normal.
        or found.finding in (
            'line_stands_in_two_files', 'superseded_in_the_same_file',
            'superseded_by_another_order'
        )
        and found.lines > {{ warn_ratio }} * (select count(*) from order_lines)
)

select * from line_findings_counted
