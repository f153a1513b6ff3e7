{#
    WAREHOUSE_THREADS sets the number of threads of DuckDB; by default, it uses all
    cores. WAREHOUSE_MEMORY_LIMIT sets its memory. By default, the limit is three
    quarters of DuckDB's own default (80 % of the machine's memory), because training
    runs in another process. The SQL computes this limit, because DuckDB 1.5 does not
    accept `60%`.
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
