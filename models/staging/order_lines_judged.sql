{{ config(post_hook="{{ append_broken_lines() }}") }}

-- depends_on: {{ ref('order_source') }}
{% set opened = read_opened_orders() %}

with

lines_read as materialized (
    {{ read_order_lines(opened) }}
),

lines_typed as (
    select
        source_file,
        line_number,
        {{ clean_id('order_line_id') }} as order_line_id,
        {{ clean_id('order_id') }} as order_id,
        {{ clean_id('customer_id') }} as customer_id,
        {{ parse_timestamp('trim(ordered_at)', opened.date_formats, opened.time_zone) }}
            as ordered_at,
        {{ parse_timestamp('trim(shipped_at)', opened.date_formats, opened.time_zone) }}
            as shipped_at,
        {{ clean_text('shipping_mode') }} as shipping_mode,
        {{ clean_text('order_status') }} as order_status,
        {{ clean_text('payment_type') }} as payment_type,
        {{ clean_text('customer_type') }} as customer_type,
        {{ clean_text('market') }} as market,
        {{ clean_text('category') }} as category,
        {{ clean_text('product') }} as product,
        try_cast(trim(quantity) as decimal(18, 4)) as quantity,
        try_cast(trim(unit_price) as decimal(18, 4)) as unit_price,
        try_cast(trim(discount_rate) as decimal(9, 6)) as discount_rate,
        try_cast(trim(sales_amount) as decimal(18, 4)) as sales_amount,
        try_cast(trim(profit_amount) as decimal(18, 4)) as profit_amount,
        -- What the rounding to four places added to this line's sales.
        try_cast(trim(sales_amount) as decimal(18, 4))
        - try_cast(trim(sales_amount) as decimal(38, 14)) as rounding_amount,
        struct_pack(
            {%- for column in canonical_columns() if column in opened.columns %}
            {{ column }} := {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) as raw_values
    from lines_read
),

lines_reasoned as (
    select
        *,
        list_filter([
            case when customer_id is null then 'customer_id_missing' end,
            case when order_id is null then 'order_id_missing' end,
            {{ judge_date('ordered_at', required=true) }},
            {{ judge_date('shipped_at', opened=opened) }},
            {{ judge_number('sales_amount', required=true) }},
            {{ judge_number('profit_amount', opened=opened) }},
            {{ judge_number('quantity', opened=opened) }},
            {{ judge_number('unit_price', opened=opened) }},
            {{ judge_number('discount_rate', opened=opened) }},
            case
                when discount_rate not between 0 and 1
                    then 'discount_rate_out_of_range'
            end
        ], lambda reason: reason is not null) as reasons
    from lines_typed
),

repeated_line_ids as (
    select order_line_id
    from lines_reasoned
    where len(reasons) = 0 and order_line_id is not null
    group by order_line_id
    having count(*) > 1
),

-- Only lines whose id is repeated are ranked: a window over all lines would be
-- the costliest step of the build.
latest_lines as (
    select
        lines_reasoned.order_line_id,
        max(struct_pack(
            source_file := lines_reasoned.source_file,
            line_number := lines_reasoned.line_number,
            raw_values := lines_reasoned.raw_values
        )) as latest
    from lines_reasoned
    inner join repeated_line_ids
        on lines_reasoned.order_line_id = repeated_line_ids.order_line_id
    where len(lines_reasoned.reasons) = 0
    group by lines_reasoned.order_line_id
),

lines_judged as (
    select
        lines_reasoned.* exclude (reasons, raw_values),
        case
            when len(lines_reasoned.reasons) > 0 then 'rejected'
            when
                latest_lines.order_line_id is null
                or (
                    (latest_lines.latest).source_file = lines_reasoned.source_file
                    and (latest_lines.latest).line_number
                    = lines_reasoned.line_number
                )
                then 'accepted'
            when (latest_lines.latest).raw_values = lines_reasoned.raw_values
                then 'duplicate'
            else 'superseded'
        end as verdict,
        lines_reasoned.reasons,
        case
            when len(lines_reasoned.reasons) > 0
                then cast(to_json(lines_reasoned.raw_values) as varchar)
        end as raw_values
    from lines_reasoned
    left join latest_lines
        on lines_reasoned.order_line_id = latest_lines.order_line_id
)

select * from lines_judged
