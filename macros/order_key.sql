{#
    Hash of the two ids that identify an order. It begins with the length of the
    customer id, so that ('1', '23') and ('12', '3') differ.
#}
{% macro order_key(customer_id, order_id) -%}
    md5(
        cast(length({{ customer_id }}) as string) || ':' || {{ customer_id }} || {{ order_id }}
    )
{%- endmacro %}
