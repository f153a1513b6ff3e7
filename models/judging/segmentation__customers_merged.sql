{{ config(materialized='view') }}
{% set needed = ['customer_id', 'merged_customer_id'] %}

with

customer_aliases as (
    select * from {{ ref('segmentation__customer_aliases') }}
),

customers_merged as (
    select
        customer_id,
        same_as
    from customer_aliases
    {%- for one in relations_of('customer_mapping', needed) %}
    union all
    select
        {{ quoted(one.prefix) }} || cast(customer_id as varchar) as customer_id,
        {{ quoted(one.prefix) }} || cast(merged_customer_id as varchar) as same_as
    from {{ one.place }}
    -- The relation may also list customers that are not merged.
    where customer_id != merged_customer_id
    {%- endfor %}
)

select * from customers_merged
