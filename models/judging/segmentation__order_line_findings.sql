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
        ) as them,
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
        concat(
            them,
            case finding
                when 'customer_is_a_placeholder'
                    then concat(
                        ' left out, because the customer is a placeholder, such as ''',
                        example, ''' in ', place, '. If it is a real customer, ',
                        'compute another customer_id in the source block.'
                    )
                when 'ordered_after_it_was_read'
                    then concat(
                        ' left out, because the order time is after the file was ',
                        'read, such as ', place, ' on ', example, '. Correct the ',
                        'date, or leave such lines out by `where` in the source block.'
                    )
                when 'line_id_is_number_within_order'
                    then concat(
                        ' with a line id that other orders also have, such as ''',
                        example, ''' in ', place, '. It is taken for a number within ',
                        'the order. If it is not, remove order_line_id from the ',
                        'source block.'
                    )
                when 'line_stands_in_two_files'
                    then concat(
                        ' may be counted twice: an earlier file has the same order ',
                        'with the same content, such as ''', example, ''' in ', place,
                        '. If exports overlap, compute order_line_id in the source ',
                        'block (docs/judging.md).'
                    )
                when 'superseded_in_the_same_file'
                    then concat(
                        ' superseded by a later line of the same file with the same ',
                        'line id, such as ''', example, ''' in ', place, '. If that ',
                        'id does not identify lines, remove order_line_id from the ',
                        'source block.'
                    )
                else concat(
                    ' superseded by lines of other orders with the same line id in ',
                    'later files, such as ''', example, ''' in ', place, '. If each ',
                    'file numbers its lines anew, remove order_line_id from the ',
                    'source block.'
                )
            end
        ) as message
    from lines_described
)

select * from findings
