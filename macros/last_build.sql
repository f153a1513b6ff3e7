{#
    A table as the last build left it, by the source `last_build`; none where everything
    is to be built. A view only stands in for it (stand_in_for_missing), and a table
    without a hash is one of an earlier version.
#}
{% macro last_build(table) %}
    {% set held = source('last_build', table) %}
    {# Spark makes all anew: plain files take no rows out. #}
    {% if not execute or flags.FULL_REFRESH or target.type == 'spark' %}
        {{ return(none) }}
    {% endif %}
    {% set relation = load_relation(held) %}
    {% if relation is none or relation.is_view
        or not has_columns(relation, ['content_hash']) %}
        {{ return(none) }}
    {% endif %}
    {{ return(held) }}
{% endmacro %}


{# Whether a relation of the warehouse has all of the columns. #}
{% macro has_columns(relation, columns) %}
    {% set names = adapter.get_columns_in_relation(relation) | map(attribute='name') %}
    {{ return(columns | reject('in', names | list) | list | length == 0) }}
{% endmacro %}
