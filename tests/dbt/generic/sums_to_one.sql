{#
    Fails with the columns whose sum over all rows differs from 1 by more than
    `tolerance`. A column of NULLs passes.
#}
{% test sums_to_one(model, columns, tolerance=1e-6) %}
    {% for column in columns %}
    select
        '{{ column }}' as column_name,
        sum({{ column }}) as column_sum
    from {{ model }}
    having abs(sum({{ column }}) - 1) > {{ tolerance }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}
