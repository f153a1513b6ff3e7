{#
    DuckDB takes 80% of the memory unless `WAREHOUSE_MEMORY_LIMIT` says how much. Training,
    a process of its own, needs more than the rest: so it is three quarters of that. A
    project that we are a package of says itself what it takes. DuckDB 1.5 knows no `60%`.
#}
{% macro limit_memory() %}
    {% set limit = env_var('WAREHOUSE_MEMORY_LIMIT', '') %}
    {% if limit %}
        set memory_limit = {{ quoted(limit) }}
    {% elif project_name == 'customer_segmentation' %}
        reset memory_limit;
        set memory_limit = concat(
            0.75 * cast(split_part(current_setting('memory_limit'), ' ', 1) as double),
            split_part(current_setting('memory_limit'), ' ', 2)
        )
    {% endif %}
{% endmacro %}
