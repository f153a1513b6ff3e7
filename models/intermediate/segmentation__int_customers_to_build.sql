{% set held = last_build('int_orders_sequenced') %}

with

int_lines_hashed as (
    select * from {{ ref('segmentation__int_lines_hashed') }}
),

{% if held is none -%}
customers_to_build as (
    select distinct customer_id
    from int_lines_hashed
)
{%- else -%}
customers_now as (
    select
        customer_id,
        bit_xor(content_hash) as content_hash
    from int_lines_hashed
    group by customer_id
),

customers_held as (
    select
        customer_id,
        bit_xor(content_hash) as content_hash
    from {{ held }}
    group by customer_id
),

customers_to_build as (
    select coalesce(now.customer_id, held.customer_id) as customer_id
    from customers_now as now
    full join customers_held as held
        on now.customer_id = held.customer_id
    where now.content_hash is distinct from held.content_hash
)
{%- endif %}

select * from customers_to_build
