{#
    Adds up rows of orders to totals of customers. The flags of a row say what it adds:
    an order (is_new), a purchase (is_new_purchase) or a shipment (is_new_shipment).
    is_latest marks the customer's last order. trailing_sign is 1 if the row adds a
    purchase to the totals of the last 365 days, and -1 if it subtracts one.
#}
{% macro aggregate_orders() %}
    {%- set rows = {
        'orders': 'is_new', 'purchases': 'is_new_purchase',
        'shipments': 'is_new_shipment', 'purchases_365d': 'trailing_sign is not null',
    } -%}
    {%- for name, total in totals().items() if not total.distinct %}
        {%- set where = 'filter (where ' ~ rows[total.of or 'purchases']
            ~ (' and (' ~ total.where ~ ')' if total.where else '') ~ ')' %}
        {% if total.latest -%}
            any_value({{ total.latest }}) filter (where is_latest)
        {%- elif total.min or total.max -%}
            {{ 'min' if total.min else 'max' }}({{ total.min or total.max }}) {{ where }}
        {%- else -%}
            {%- set added = 'sum(trailing_sign * (' ~ (total.sum or 1) ~ '))'
                if total.of == 'purchases_365d' else
                'sum(' ~ total.sum ~ ')' if total.sum else 'count(*)' -%}
            cast({{ added ~ ' ' ~ where if total.sum and total.default is not defined
                else 'coalesce(' ~ added ~ ' ' ~ where ~ ', 0)' }} as {{ total.data_type }})
        {%- endif %} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro accumulate_totals() %}
    {%- for name, total in totals().items() %}
        {% if total.latest -%}
            {{ ignore_nulls('last_value', name) }} over so_far
        {%- else -%}
            cast({{ 'min' if total.min else 'max' if total.max else 'sum' }}({{ name }})
            over so_far as {{ total.data_type }})
        {%- endif %} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}
