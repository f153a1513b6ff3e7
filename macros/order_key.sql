{#
    Hash of the two ids that make an order. The customer id's length stands in
    front, so that ('1', '23') and ('12', '3') are different orders.
#}
{% macro order_key(customer_id, order_id) -%}
    md5(
        cast(length({{ customer_id }}) as string) || ':' || {{ customer_id }} || {{ order_id }}
    )
{%- endmacro %}
