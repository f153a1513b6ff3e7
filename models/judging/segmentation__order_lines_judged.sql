{{ config(materialized='view') }}

-- This is a view, because the verdict of an old line may change in any build.
with

order_lines as (
    select * from {{ ref('segmentation__order_lines') }}
),

order_lines_repeated as (
    select * from {{ ref('segmentation__order_lines_repeated') }}
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

customers_judged as (
    select * from {{ ref('segmentation__customers_judged') }}
),

order_lines_future_dated as (
    select * from {{ ref('segmentation__order_lines_future_dated') }}
),

lines_compared as (
    select
        lines.* {{ exclude_columns(['customer_id']) }},
        coalesce(customers.known_as, lines.customer_id) as customer_id,
        repeated.verdict as verdict_on_repeated,
        case
            when customers.left_out_for is not null then customers.left_out_for
            when postdated.line_number is not null then 'ordered_after_it_was_read'
        end as left_out_for,
        lines.reasons is not null
        and (
            lines.reasons = {{ list_of(["'left_out_by_where'"]) }}
            -- Without a customer, an order id that is computed from the customer is
            -- missing, too.
            or order_source.anonymous_lines = 'excluded'
            and (
                lines.reasons = {{ list_of(["'customer_id_missing'"]) }}
                or not order_source.has_own_order_ids
                and lines.reasons
                = {{ list_of(["'order_id_missing'", "'customer_id_missing'"]) }}
            )
        ) as is_left_out_by_block
    from order_lines as lines
    cross join order_source
    left join customers_judged as customers
        on lines.customer_id = customers.customer_id
    left join order_lines_future_dated as postdated
        on
            lines.source_file = postdated.source_file
            and lines.line_number = postdated.line_number
    left join order_lines_repeated as repeated
        on
            lines.source_file = repeated.source_file
            and lines.line_number = repeated.line_number
),

lines_judged as (
    select
        * {{ exclude_columns([
            'reasons', 'raw_values', 'row_version', 'verdict_on_repeated',
            'left_out_for', 'is_left_out_by_block'
        ]) }},
        case
            when left_out_for is not null or is_left_out_by_block then 'excluded'
            when reasons is not null then 'rejected'
            else coalesce(verdict_on_repeated, 'accepted')
        end as verdict,
        case
            when left_out_for is not null then {{ list_of(['left_out_for']) }}
            else coalesce(reasons, {{ empty_list() }})
        end as reasons,
        case
            when left_out_for is null and not is_left_out_by_block then raw_values
        end as raw_values
    from lines_compared
)

select * from lines_judged
