{# DuckDB takes all cores unless `WAREHOUSE_THREADS` says how many. #}
{% macro limit_threads() %}
    {% set threads = env_var('WAREHOUSE_THREADS', '') %}
    {% if threads %}set threads = {{ quoted(threads) }}{% endif %}
{% endmacro %}
