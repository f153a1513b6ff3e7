with

stg_order_lines as (
    select * from {{ ref('stg_order_lines') }}
),

int_orders_sequenced as (
    select * from {{ ref('int_orders_sequenced') }} where is_purchase
),

varieties_bought as (
    select
        lines.customer_id,
        'category' as variety,
        lines.category as name,
        orders.ordered_at
    from stg_order_lines as lines
    -- By the ids: to compute the key of each line would take longer than the join.
    inner join int_orders_sequenced as orders
        on
            lines.customer_id = orders.customer_id
            and lines.order_id = orders.order_id

    {% for column in ['payment_type', 'market'] %}
    union all

    select
        customer_id,
        '{{ column }}' as variety,
        {{ column }} as name,
        ordered_at
    from int_orders_sequenced
    {% endfor %}
),

varieties_first_bought as (
    select
        customer_id,
        variety,
        name,
        min(ordered_at) as first_ordered_at
    from varieties_bought
    where name != 'Unknown'
    group by customer_id, variety, name
)

select * from varieties_first_bought
