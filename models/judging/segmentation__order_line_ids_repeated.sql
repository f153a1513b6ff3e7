-- If most lines share their id with lines of other orders, the id is only the number of
-- the line within its order.
with

customers_judged as (
    select * from {{ ref('segmentation__customers_judged') }}
),

order_lines_future_dated as (
    select * from {{ ref('segmentation__order_lines_future_dated') }}
),

-- Rejected and excluded lines are not compared.
order_lines as {{ not_materialized() }} (
    select
        lines.source_file,
        lines.line_number,
        lines.order_line_id,
        lines.order_id,
        coalesce(customers.known_as, lines.customer_id) as customer_id
    from {{ ref('segmentation__order_lines') }} as lines
    left join customers_judged as customers
        on lines.customer_id = customers.customer_id
    left join order_lines_future_dated as postdated
        on
            lines.source_file = postdated.source_file
            and lines.line_number = postdated.line_number
    where
        lines.order_line_id is not null
        and lines.reasons is null
        and customers.left_out_for is null
        and postdated.line_number is null
),

-- Later steps read only lines with a repeated id. If they read all lines, this would be
-- the slowest model of the build.
repeated_line_ids as (
    select order_line_id
    from order_lines
    group by order_line_id
    having count(*) > 1
),

lines_of_repeated_ids as (
    select
        lines.source_file,
        lines.line_number,
        lines.order_line_id,
        {{ order_key('lines.customer_id', 'lines.order_id') }} as order_key
    from order_lines as lines
    inner join repeated_line_ids
        on lines.order_line_id = repeated_line_ids.order_line_id
),

ids_of_files as (
    select
        count(*) as lines,
        min(order_key) != max(order_key) as is_of_several_orders
    from lines_of_repeated_ids
    group by source_file, order_line_id
),

lines_sharing_ids as (
    select coalesce(sum(lines), 0) as lines
    from ids_of_files
    where is_of_several_orders
),

lines_with_ids as (
    select count(*) as lines
    from order_lines
),

line_ids_repeated as (
    select
        lines.source_file,
        lines.line_number,
        lines.order_line_id,
        lines.order_key,
        lines_sharing_ids.lines * 2 > lines_with_ids.lines as is_number_within_order
    from lines_of_repeated_ids as lines
    cross join lines_sharing_ids
    cross join lines_with_ids
)

select * from line_ids_repeated
