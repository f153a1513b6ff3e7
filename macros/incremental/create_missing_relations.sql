{#
    If a user selects some models in a new warehouse, they read relations that do not
    exist. This macro creates seeds with their rows, because results depend on them, and
    all other relations without rows. A missing model becomes a view, because other
    macros treat a view as a model that was never built.
#}
{% macro create_missing_relations() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set empty = [] %}
    {% for node in nodes_to_read() %}
        {% set name = node.identifier or node.alias %}
        {% if adapter.get_relation(target.database, node.schema, name) is none %}
            {% set relation = api.Relation.create(
                target.database, node.schema, name, type='view'
            ) %}
            {% do adapter.create_schema(relation.without_identifier()) %}
            {% if node.resource_type == 'seed' %}
                {% do run_query('create table ' ~ relation ~ read_seed(node)) %}
            {% else %}
                {#
                    A missing source becomes a table, because other programs insert rows
                    into it.
                #}
                {% set kind = 'table' if node.resource_type == 'source' else 'view' %}
                {% do run_query(
                    'create ' ~ kind ~ ' ' ~ relation ~ ' as' ~ without_rows(columns_of(node))
                ) %}
                {% do adapter.cache_added(relation.incorporate(type=kind)) %}
                {% if kind == 'view' and node.unique_id not in selected_resources %}
                    {% do empty.append(node.schema ~ '.' ~ name) %}
                {% endif %}
            {% endif %}
        {% endif %}
    {% endfor %}
    {% if empty and not flags.EMPTY %}
        {{ log('Empty until a build fills them: ' ~ empty | sort | join(', '), info=true) }}
    {% endif %}
    {{ drop_views_of_snapshots() }}
{% endmacro %}


{% macro nodes_to_read() %}
    {% set nodes = {} %}
    {% for id in selected_resources if id.split('.')[1] == model.package_name %}
        {% set words = id.split('.') %}
        {#
            A unit test takes the types of its rows from the relations that its model
            reads.
        #}
        {% set reader = 'model.' ~ words[1] ~ '.' ~ words[2]
            if words[0] == 'unit_test' else id %}
        {% set read = [id] if id in graph.sources
            else graph.nodes.get(reader, {}).get('depends_on', {}).get('nodes', []) %}
        {% for one in read if one.split('.')[1] == model.package_name
            and (one in graph.sources or one not in selected_resources) %}
            {# A source may be the table that the last build made of a model. #}
            {% set name = 'model.' ~ words[1] ~ '.segmentation__' ~ one.split('.')[-1] %}
            {% do nodes.update({one: graph.nodes.get(one)
                or graph.nodes.get(name, graph.sources.get(one))}) %}
        {% endfor %}
    {% endfor %}
    {{ return(nodes.values() | list) }}
{% endmacro %}


{% macro read_seed(node) %}
    as select * from read_csv(
        {{ quoted(node.root_path ~ '/' ~ node.original_file_path) }},
        header = true, delim = ',', quote = '"', escape = '"', nullstr = ['', 'null'],
        types = {
            {%- for column, type in node.config.column_types.items() %}
            {{ quoted(column) }}: {{ quoted(type) }}{{ ',' if not loop.last }}
            {%- endfor %}
        }
    )
{% endmacro %}


{% macro without_rows(columns) %}
    select
        {%- for column in columns.values() %}
        cast(null as {{ column.data_type or 'varchar' }}) as {{ column.name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    where false
{% endmacro %}


{# dbt cannot build a snapshot if a view has its name. #}
{% macro drop_views_of_snapshots() %}
    {% for id in selected_resources if id.startswith('snapshot.' ~ model.package_name) %}
        {% set node = graph.nodes[id] %}
        {% set held = adapter.get_relation(target.database, node.schema, node.alias) %}
        {% if held is not none and held.is_view %}{% do adapter.drop_relation(held) %}{% endif %}
    {% endfor %}
{% endmacro %}
