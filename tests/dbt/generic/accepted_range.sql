{#
    Fails with the rows where a column is below `min_value` or above `max_value`; NULL
    is allowed. For a model it takes `columns`, so that one scan tests many columns.
#}
{% test accepted_range(
    model, min_value=none, max_value=none, columns=[], column_name=none
) %}
    {% set names = columns or [column_name] %}
    select {{ names | join(', ') }}
    from {{ model }}
    where
        {% for name in names %}
        {% if min_value is not none %}
        {{ name }} < {{ min_value }} or
        {% endif %}
        {% if max_value is not none %}
        {{ name }} > {{ max_value }} or
        {% endif %}
        {% endfor %}
        false
{% endtest %}
