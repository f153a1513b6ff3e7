{#
    A table of the last build, from the source `last_build`. None if all rows must be
    built: on Spark, with --full-refresh, if the table does not exist, or if it has no
    content_hash. A view counts as a missing table; see create_missing_relations.
#}
{% macro last_build(table) %}
    {% set held = source('last_build', table) %}
    {% if not execute or flags.FULL_REFRESH or target.type == 'spark' %}
        {{ return(none) }}
    {% endif %}
    {% set node = graph.nodes['model.' ~ model.package_name ~ '.segmentation__' ~ table] %}
    {% set held = load_relation(held.incorporate(path={'schema': node.schema})) %}
    {{ return(held if held and not held.is_view and has_columns(held, ['content_hash'])
        else none) }}
{% endmacro %}


{% macro has_columns(relation, columns) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') %}
    {{ return(columns | reject('in', names | list) | list | length == 0) }}
{% endmacro %}
