{# A database `marts.duckdb` would make `marts.customers` ambiguous in DuckDB. #}
{% macro refuse_ambiguous_database_name() %}
    {% set schemas = [
        'staging', 'intermediate', 'features', 'segmentation', 'marts',
        'seeds', 'test_failures', 'history'
    ] %}
    {% if target.database in schemas %}
        {{ exceptions.raise_compiler_error(
            "The warehouse file must not be called '" ~ target.database
            ~ ".duckdb': a schema has that name. Choose another WAREHOUSE_PATH."
        ) }}
    {% endif %}
{% endmacro %}
