-- Amounts of different currencies cannot be added up: a build stops, in a sentence,
-- before the first sum.
{% set lines = ref('order_lines_judged') %}
{% if execute %}
    {% set currencies = run_query(
        "select currency, count(*) as lines from " ~ lines
        ~ " where verdict = 'accepted' and currency is not null"
        ~ " group by currency order by lines desc, currency limit 10"
    ).rows %}
    {% if currencies | length > 1 %}
        {{ exceptions.raise_compiler_error(
            'The orders are in several currencies: '
            ~ currencies | map(attribute=0) | join(', ')
            ~ '. Convert them to one, or give each its own warehouse; nothing behind '
            ~ 'staging was changed.'
        ) }}
    {% endif %}
{% endif %}
select currency from {{ lines }} where false
