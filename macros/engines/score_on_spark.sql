{#
    On Spark, a NumPy function scores customers; `ml.spark` registers it. It is faster
    than Spark's own list functions, which run item by item (docs/scaling.md has
    figures). The result has the same columns as `segments_ranked` on DuckDB.
#}
{% macro spark__score_customers(inputs, keys) %}
customers_scored as (
    select
        {{ keys }},
        segment_model.*,
        score_customer(
            array(
                {%- for number in encoder_numbers() %}
                cast({{ number }} as double){{ ',' if not loop.last }}
                {%- endfor %}
            ),
            array({{ encoder_categories() | join(', ') }}),
            cast(credible_order_count as double)
        ) as scored
    from {{ inputs }}
    cross join segment_model
),

segments_ranked as (
    select
        *,
        scored.nearest_id,
        scored.nearest_distance,
        scored.next_id,
        scored.next_distance,
        scored.latent,
        scored.picture
    from customers_scored
)
{% endmacro %}
