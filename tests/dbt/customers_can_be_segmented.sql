-- Stops before training, in a sentence, where there is nothing to train on: an
-- error raised inside the Python model would come with its stack trace.
{% set customers = ref('customer_encoder_inputs') %}
{% if execute %}
    {% set found = run_query('select count(*) from ' ~ customers).rows[0][0] %}
    {% set wanted = var('n_segments') | int %}
    {% if found < [wanted, 1] | max %}
        {{ exceptions.raise_compiler_error(
            found ~ ' customers have a counted order, too few for '
            ~ ([wanted, 1] | max) ~ ' segments. Give n_segments a smaller number, '
            ~ 'or orders of more customers; seeds/order_statuses.csv says which '
            ~ 'orders count.'
        ) }}
    {% endif %}
{% endif %}
select customer_id from {{ customers }} where false
