{{ config(materialized='view') }}

-- This is a view, because only int_orders_sequenced reads it.
with

int_lines_hashed as (
    select * from {{ ref('segmentation__int_lines_hashed') }}
),

int_customers_to_build as (
    select * from {{ ref('segmentation__int_customers_to_build') }}
),

int_statuses_mapped as (
    select * from {{ ref('segmentation__int_statuses_mapped') }}
),

lines_to_assemble as (
    select
        lines.* {{ exclude_columns(['status_meaning']) }},
        statuses.status_meaning,
        -- A line with a returned status counts only if its sales are negative.
        statuses.status_meaning = 'cancelled'
        or statuses.status_meaning = 'returned' and lines.sales_amount > 0
            as is_uncounted
    from int_lines_hashed as lines
    inner join int_customers_to_build as customers
        on lines.customer_id = customers.customer_id
    left join int_statuses_mapped as statuses
        on
            lines.order_status = statuses.order_status
            and coalesce(lines.status_meaning, '')
            = coalesce(statuses.block_meaning, '')
),

lines_aggregated as (
    select
        customer_id,
        order_id,
        -- Attributes come from the first line by time and id, even if they are NULL.
        -- min_by compares texts made of time and id, because comparing structs takes
        -- twice as long.
        min_by(
            {{ struct_of([
                'ordered_at', 'shipped_at', 'shipping_mode', 'order_status',
                'status_meaning', 'payment_type', 'customer_type', 'market'
            ]) }},
            cast(ordered_at as string) || ' ' || order_line_id
        ) as first_line,
        count(*) as line_count,
        count(*) filter (where discount_rate > 0) as discounted_line_count,
        count(discount_rate) as discount_known_line_count,
        count(*) filter (where sales_amount < 0) as negative_line_count,
        count(*) filter (where is_uncounted) as uncounted_line_count,
        sum(sales_amount) filter (where is_uncounted) as uncounted_amount,
        max(ordered_at) as last_line_ordered_at,
        bool_or(shipped_at < ordered_at) as has_line_shipped_before_ordered,
        sum(quantity) as quantity,
        count(quantity) as quantity_known_line_count,
        sum(sales_amount) filter (where quantity is not null) as quantity_known_amount,
        sum(sales_amount) as sales_amount,
        sum(profit_amount) as profit_amount,
        -- Price of bought lines before discount, and their sales after discount.
        sum({{ to_decimal(
            'sales_amount / nullif(1 - cast(discount_rate as double), 0)', 38
        ) }}) filter (where sales_amount >= 0) as gross_amount,
        sum(sales_amount) filter (where discount_rate < 1 and sales_amount >= 0)
            as discount_known_amount,
        bit_xor(content_hash) as content_hash
    from lines_to_assemble
    -- Grouping by order_key would cost one more hash per line.
    group by customer_id, order_id
),

orders_with_status as (
    select
        lines_aggregated.* {{ exclude_columns(['first_line', 'negative_line_count']) }},
        {{ order_key('customer_id', 'order_id') }} as order_key,
        first_line.ordered_at as ordered_at,
        first_line.shipped_at as shipped_at,
        first_line.shipping_mode as shipping_mode,
        first_line.order_status as order_status,
        coalesce(first_line.status_meaning, 'counted') as status_meaning,
        first_line.payment_type as payment_type,
        first_line.customer_type as customer_type,
        first_line.market as market,
        sales_amount <= 0 and negative_line_count > 0 as is_negative
    from lines_aggregated
),

orders_aggregated as (
    select
        * {{ exclude_columns(['is_negative']) }},
        status_meaning in ('counted', 'pending')
        or status_meaning = 'returned' and is_negative as is_counted,
        is_negative or status_meaning = 'returned' as is_return,
        is_counted and not is_return as is_purchase
    from orders_with_status
)

select * from orders_aggregated
