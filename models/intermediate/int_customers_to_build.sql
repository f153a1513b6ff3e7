-- depends_on: {{ ref('order_source') }}
{% set held = held_relation('intermediate', 'int_orders_sequenced') %}

with

stg_order_lines as (
    select * from {{ ref('stg_order_lines') }}
),

order_statuses as (
    select * from {{ ref('order_statuses') }}
),

statuses_hashed as (
    select {{ add_up_hashes('order_statuses') }} as content
    from order_statuses
),

-- The key is a hash of two other columns.
lines_to_hash as (
    select * exclude (order_key)
    from stg_order_lines
),

lines_hashed as (
    select
        customer_id,
        {{ add_up_hashes('lines_to_hash') }} as content
    from lines_to_hash
    group by customer_id
),

customers_now as (
    select
        lines_hashed.customer_id,
        {{ content_hash([
            'lines_hashed.content',
            'statuses_hashed.content',
            "'" ~ hash_of_rules(['intermediate']) ~ "'",
        ]) }} as content_hash
    from lines_hashed
    cross join statuses_hashed
),

customers_held as (
    select distinct
        customer_id,
        content_hash
    {%- if held is none %}
    from customers_now
    where false
    {%- else %}
    from {{ held }}
    {%- endif %}
),

customers_to_build as (
    select
        coalesce(now.customer_id, held.customer_id) as customer_id,
        now.content_hash
    from customers_now as now
    full join customers_held as held
        on now.customer_id = held.customer_id
    where now.content_hash is distinct from held.content_hash
)

select * from customers_to_build
