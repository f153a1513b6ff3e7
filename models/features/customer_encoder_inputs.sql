{{ config(materialized='view') }}

with

customer_features as (
    select * from {{ ref('customer_features') }}
),

encoder_inputs as (
    select
        {% for feature in encoder_numbers() %}
        cast({{ feature }} as double) as {{ feature }},
        {% endfor %}
        {% for feature in encoder_categories() %}
        {{ feature }},
        {% endfor %}
        customer_id
    from customer_features
    where order_count > 0
)

select * from encoder_inputs
