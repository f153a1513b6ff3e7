-- Customers of equal rank share the score in the middle of their ranks.
{% set best_last = {
    'recency_score': 'recency_days desc',
    'frequency_score': 'order_count',
    'monetary_score': 'clv_amount',
} %}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }} where order_count > 0
),

customers_ranked as (
    select
        {% for score, order in best_last.items() %}
        rank() over (order by {{ order }}) - 1 as {{ score }}_below,
        cume_dist() over (order by {{ order }}) as {{ score }}_up_to,
        {% endfor %}
        count(*) over () as customers,
        customer_id
    from customer_features
),

customers_scored as (
    select
        {% for score in best_last %}
        cast(least(5, floor(
            5 * ({{ score }}_below / cast(customers as double) + {{ score }}_up_to) / 2
        ) + 1) as integer) as {{ score }},
        {% endfor %}
        customer_id
    from customers_ranked
)

select * from customers_scored
