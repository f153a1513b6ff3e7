{#
    What an amount that comes after so many days is worth at as_of_date, by the var
    `yearly_discount_rate`.
#}
{% macro discount(amount, days) -%}
    ({{ amount }}) * power(1 + {{ var('yearly_discount_rate') }}, -{{ days }} / 365e0)
{%- endmacro %}
