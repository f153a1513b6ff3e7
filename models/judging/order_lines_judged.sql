{{ config(materialized='view') }}

-- A view: what is left out and what repeats may change, and no line is read again.
with

order_lines as (
    select * from {{ ref('order_lines') }}
),

order_lines_repeated as (
    select * from {{ ref('order_lines_repeated') }}
),

order_source as (
    select * from {{ ref('order_source') }}
),

excluded_customers as (
    select * from {{ ref('excluded_customers') }}
),

lines_compared as (
    select
        lines.*,
        repeated.verdict as verdict_on_repeated,
        left_out.customer_id is not null as is_left_out,
        -- What is computed of the customer is missing with the customer.
        order_source.anonymous_lines = 'excluded'
        and (
            lines.reasons = {{ list_of(["'customer_id_missing'"]) }}
            or not order_source.has_own_order_ids
            and lines.reasons
            = {{ list_of(["'order_id_missing'", "'customer_id_missing'"]) }}
        ) as is_anonymous
    from order_lines as lines
    cross join order_source
    left join excluded_customers as left_out
        on lines.customer_id = left_out.customer_id
    left join order_lines_repeated as repeated
        on
            lines.source_file = repeated.source_file
            and lines.line_number = repeated.line_number
),

lines_judged as (
    select
        * {{ all_but([
            'reasons', 'raw_values', 'verdict_on_repeated', 'is_left_out',
            'is_anonymous'
        ]) }},
        case
            when is_left_out or is_anonymous then 'excluded'
            when reasons is not null then 'rejected'
            else coalesce(verdict_on_repeated, 'accepted')
        end as verdict,
        case
            when is_left_out then {{ list_of(["'customer_left_out'"]) }}
            else coalesce(reasons, {{ empty_list() }})
        end as reasons,
        case
            when not is_left_out and not coalesce(is_anonymous, false) then raw_values
        end as raw_values
    from lines_compared
)

select * from lines_judged
