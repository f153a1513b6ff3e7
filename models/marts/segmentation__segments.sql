with

customers as (
    select * from {{ ref('segmentation__customers') }}
),

segments_named as (
    select * from {{ ref('segmentation__segments_named') }}
),

int_currency as (
    select * from {{ ref('segmentation__int_currency') }}
),

segments_profiled as (
    select
        segment_id,
        count(*) as customers,
        sum(clv_amount) as revenue_amount,
        {{ ratio('sum(clv_amount)', 'count(*)') }} as mean_clv_amount,
        sum(profit_amount) as profit_amount,
        -- A sum of decimals does not depend on the order of the rows.
        sum({{ to_decimal('residual_lifetime_value', 28) }})
            as residual_lifetime_value,
        count(residual_lifetime_value) as customers_with_residual_value,
        {{ exact_median('clv_amount', 38) }} as typical_clv_amount,
        median(order_count) as typical_order_count,
        median(orders_per_month) as typical_orders_per_month,
        median(average_order_amount) as typical_order_amount,
        median(recency_days) as typical_recency_days,
        median(average_discount_rate) as typical_discount_rate,
        median(margin_rate) as typical_margin_rate,
        {{ ratio('sum(return_count)', 'sum(return_count + order_count)') }}
            as return_rate,
        {% for state in ['new', 'active', 'lapsing', 'lapsed'] -%}
        avg(cast(lifecycle_state = '{{ state }}' as integer)) as {{ state }}_share,
        {% endfor -%}
        avg(cast(is_key_account as integer)) as key_account_share
    from customers
    where segment_id is not null
    group by segment_id
),

segments as (
    select
        named.segment_id,
        cast(row_number() over (most_valuable_first) as integer) as value_rank,
        named.segment_name,
        named.description,
        named.suggested_action,
        coalesce(profiled.customers, 0) as customers,
        {{ ratio(
            'coalesce(profiled.customers, 0)', 'sum(profiled.customers) over ()'
        ) }} as customer_share,
        coalesce(profiled.revenue_amount, 0) as revenue_amount,
        {{ ratio(
            'coalesce(profiled.revenue_amount, 0)',
            'sum(profiled.revenue_amount) over ()'
        ) }} as revenue_share,
        profiled.profit_amount,
        {{ ratio(
            'profiled.profit_amount', 'sum(profiled.profit_amount) over ()'
        ) }} as profit_share,
        profiled.residual_lifetime_value,
        {{ ratio(
            'profiled.residual_lifetime_value', 'profiled.customers_with_residual_value'
        ) }} as mean_residual_lifetime_value,
        profiled.typical_clv_amount,
        profiled.typical_order_count,
        profiled.typical_orders_per_month,
        profiled.typical_order_amount,
        profiled.typical_recency_days,
        profiled.typical_discount_rate,
        profiled.typical_margin_rate,
        profiled.return_rate,
        profiled.new_share,
        profiled.active_share,
        profiled.lapsing_share,
        profiled.lapsed_share,
        profiled.key_account_share,
        currencies.currency
    from segments_named as named
    left join segments_profiled as profiled
        on named.segment_id = profiled.segment_id
    left join int_currency as currencies
        on true
    window most_valuable_first as (
        order by profiled.mean_clv_amount desc nulls last, named.segment_id asc
    )
)

select * from segments
