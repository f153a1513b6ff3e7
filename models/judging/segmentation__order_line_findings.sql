with

order_line_findings_counted as (
    select * from {{ ref('segmentation__order_line_findings_counted') }}
),

lines_described as (
    select
        *,
        concat(
            {{ format_number('lines') }},
            case when lines = 1 then ' line' else ' lines' end,
            case
                when sales_amount is null then ''
                else concat(' with sales of ', {{ format_number('sales_amount', 2) }})
            end
        ) as found,
        concat(
            'line ', {{ format_number('line_number') }}, ' of ', source_file
        ) as place
    from order_line_findings_counted
),

findings as (
    select
        finding,
        lines,
        sales_amount,
        example,
        case finding
            when 'customer_is_a_placeholder'
                then concat(
                    'The build leaves out ', found, ', because the customer is a ',
                    'placeholder, such as ''', example, ''' in ', place, '. If it is ',
                    'a real customer, compute another customer_id in the source block.'
                )
            when 'ordered_after_it_was_read'
                then concat(
                    'The build leaves out ', found, ', because the order time is ',
                    'after the file was read, such as ', place, ' on ', example,
                    '. Correct the date, or leave such lines out by `where` in the ',
                    'source block.'
                )
            when 'line_id_is_number_within_order'
                then concat(
                    'Other orders also have the line ids of ', found, ', such as ''',
                    example, ''' in ', place, '. The build takes the id for a number ',
                    'within the order. If it is not, remove order_line_id from the ',
                    'source block.'
                )
            when 'line_stands_in_two_files'
                then concat(
                    found, ' may be counted twice: an earlier file has the same order ',
                    'with the same content, such as ''', example, ''' in ', place,
                    '. If exports overlap, compute order_line_id in the source ',
                    'block (docs/judging.md).'
                )
            when 'superseded_in_the_same_file'
                then concat(
                    'Later lines of the same file have the same line ids as ', found,
                    ' and supersede them, such as ''', example, ''' in ', place,
                    '. If that id does not identify lines, remove order_line_id from ',
                    'the source block.'
                )
            else concat(
                'Lines of other orders in later files have the same line ids as ',
                found, ' and supersede them, such as ''', example, ''' in ', place,
                '. If each file numbers its lines anew, remove order_line_id from the ',
                'source block.'
            )
        end as message
    from lines_described
)

select * from findings
