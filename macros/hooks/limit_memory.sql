{#
    DuckDB takes 80% of the memory unless `WAREHOUSE_MEMORY_LIMIT` says how much: here
    three quarters of that, for training is a process of its own. 1.5 knows no `60%`.
#}
{% macro limit_memory() %}
    {% set limit = env_var('WAREHOUSE_MEMORY_LIMIT', '') %}
    {% set machine = "split_part(current_setting('memory_limit'), ' ', " %}
    {% if limit %}set memory_limit = {{ quoted(limit) }}
    {% elif project_name == 'customer_segmentation' %}reset memory_limit;
    set memory_limit = concat(0.75 * {{ machine }}1)::double, {{ machine }}2))
    {% endif %}
{% endmacro %}
