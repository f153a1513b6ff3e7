{# With a database `marts.duckdb`, DuckDB could not resolve `marts.customers`. #}
{% macro check_database_name() %}
    {% if execute and target.database in graph.nodes.values()
        | selectattr('package_name', 'eq', model.package_name) | map(attribute='schema') %}
        {{ exceptions.raise_compiler_error("The warehouse file must not be called '"
            ~ target.database ~ ".duckdb': a schema has that name. Choose another WAREHOUSE_PATH.") }}
    {% endif %}
{% endmacro %}
