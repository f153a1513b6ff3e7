{#
    DuckDB uses WAREHOUSE_THREADS, or else all cores. It uses WAREHOUSE_MEMORY_LIMIT, or
    else three quarters of its default of 80 %, because training runs in another
    process. DuckDB 1.5 does not accept `60%`.
#}
{% macro limit_duckdb() %}
    {% set threads = env_var('WAREHOUSE_THREADS', '') %}
    {% set memory = env_var('WAREHOUSE_MEMORY_LIMIT', '') %}
    {% set machine = "split_part(current_setting('memory_limit'), ' ', " %}
    {% if threads %}set threads = {{ quoted(threads) }};{% endif %}
    {% if memory %}set memory_limit = {{ quoted(memory) }};
    {% elif project_name == 'customer_segmentation' %}reset memory_limit;
    set memory_limit = concat(0.75 * {{ machine }}1)::double, {{ machine }}2));
    {% endif %}
{% endmacro %}
