with

int_order_findings_counted as (
    select * from {{ ref('segmentation__int_order_findings_counted') }}
),

int_customer_findings_counted as (
    select * from {{ ref('segmentation__int_customer_findings_counted') }}
),

int_statuses_mapped as (
    select * from {{ ref('segmentation__int_statuses_mapped') }}
    where decided_by = 'unknown'
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

findings_of_statuses as (
    select
        'status_is_unknown' as finding,
        statuses.lines,
        statuses.sales_amount,
        statuses.order_status as example,
        concat(
            'Status ''',
            statuses.order_status,
            ''' is unknown: ',
            {{ format_number('statuses.lines') }},
            case when statuses.lines = 1 then ' line' else ' lines' end,
            ' with sales of ',
            {{ format_number('statuses.sales_amount', 2) }},
            ' count. If they should not, add `statuses: {',
            -- YAML needs quotes around a status with such characters.
            case
                when
                    translate(statuses.order_status, ':,{}[]#&*!|>%@`"''', '')
                    = statuses.order_status
                    then statuses.order_status
                else concat('''', replace(statuses.order_status, '''', ''''''), '''')
            end,
            ': cancelled}` to the block of source ''',
            order_source.source_name,
            '''. Change a shipped block in a copy in my_sources (docs/sources.md).'
        ) as message
    from int_statuses_mapped as statuses
    cross join order_source
),

findings_counted as (
    select * from int_order_findings_counted
    union all
    select * from int_customer_findings_counted
),

findings_of_orders as (
    select
        finding,
        lines,
        sales_amount,
        example,
        concat(
            {{ format_number('items') }},
            case finding
                when 'order_has_several_meanings'
                    then concat(
                        case when items = 1 then ' order has' else ' orders have' end,
                        ' lines that count and lines that do not, such as ''', example,
                        '''. The first line decides for the order, so sales of ',
                        {{ format_number('sales_amount', 2) }},
                        ' are counted or left out wrongly. Leave out lines that do ',
                        'not count by `where` in the source block.'
                    )
                when 'order_id_comes_again'
                    then concat(
                        case when items = 1 then ' order has' else ' orders have' end,
                        ' lines more than 60 days apart, such as ''', example,
                        ''' from ', detail, '. If order numbers are used again, add ',
                        'the year to order_id in the source block (docs/judging.md).'
                    )
                when 'last_orders_are_far_beyond_the_rest'
                    then concat(
                        ' gap of over 90 days before the last ',
                        {{ format_number('lines') }}, ' lines with sales of ',
                        {{ format_number('sales_amount', 2) }}, ', from ', detail,
                        '. These lines move as_of_date. If their dates are wrong, ',
                        'leave the lines out by `where` in the source block.'
                    )
                when 'customer_has_a_fifth_of_all_lines'
                    then concat(
                        ' customer, ''', example, ''', has ',
                        {{ format_number('lines') }}, ' of ', detail, ' lines, with ',
                        'sales of ', {{ format_number('sales_amount', 2) }}, '. If ',
                        'this is not one customer, add it to ',
                        'seeds/segmentation__excluded_customers.csv.'
                    )
                when 'customer_is_zero'
                    then concat(
                        ' customer has the id ''0'' and ',
                        {{ format_number('lines') }}, ' lines with sales of ',
                        {{ format_number('sales_amount', 2) }}, '. If ''0'' means no ',
                        'customer, add it to ',
                        'seeds/segmentation__excluded_customers.csv.'
                    )
                when 'customers_differ_in_case_only'
                    then concat(
                        ' customers differ from another only in upper and lower case, ',
                        'such as ''', example, ''' and ''', detail, '''. If they are ',
                        'the same, use `customer_id: {sql: lower(...)}` in the source ',
                        'block, or add them to ',
                        'seeds/segmentation__customer_aliases.csv.'
                    )
                else concat(
                    ' of ', detail, ' shipping durations are medians or promises, ',
                    'because dates are missing or impossible. If another column has ',
                    'shipping dates, map it to shipped_at in the source block. ',
                    'Otherwise, do not rely on shipping features.'
                )
            end
        ) as message
    from findings_counted
),

findings as (
    select * from findings_of_statuses
    union all
    select * from findings_of_orders
)

select * from findings
