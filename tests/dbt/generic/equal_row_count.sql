{# Fails if the model has more or fewer rows than the relation `to`. #}
{% test equal_row_count(model, to) %}
    select model_rows, to_rows
    from (select count(*) as model_rows from {{ model }}) as model_counted
    cross join (select count(*) as to_rows from {{ to }}) as to_counted
    where model_rows != to_rows
{% endtest %}
