{#
    Whoever runs a selection in a warehouse that was never built, or tests it, reads
    relations that nobody has made. On-run-start makes them: seeds as they are, because
    results would be wrong without them, and the rest without rows. What stands in for a
    model is a view, which dbt replaces, and no table: nothing takes it for built.
#}
{% macro stand_in_for_missing() %}
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
                {# What other programs write is no view that they would stumble over. #}
                {% set kind = 'table' if node.resource_type == 'source' else 'view' %}
                {% do run_query(
                    'create ' ~ kind ~ ' ' ~ relation ~ without_rows(node.columns)
                ) %}
                {% do adapter.cache_added(relation.incorporate(type=kind)) %}
                {% if kind == 'view' and node.unique_id not in selected_resources %}
                    {% do empty.append(node.schema ~ '.' ~ name) %}
                {% endif %}
            {% endif %}
        {% endif %}
    {% endfor %}
    {% if empty and not flags.EMPTY %}
        {{ log('Empty until a build makes them: ' ~ empty | sort | join(', '), info=true) }}
    {% endif %}
    {{ make_room_for_snapshots() }}
{% endmacro %}


{# The seeds, models, snapshots and sources that this run reads and does not make. #}
{% macro nodes_to_read() %}
    {% set nodes = {} %}
    {% for id in selected_resources %}
        {% set words = id.split('.') %}
        {# A unit test brings rows, whose types are those of what its model reads. #}
        {% set reader = 'model.' ~ words[1] ~ '.' ~ words[2]
            if words[0] == 'unit_test' else id %}
        {% set read = [id] if id in graph.sources
            else graph.nodes.get(reader, {}).get('depends_on', {}).get('nodes', []) %}
        {% for one in read if one in graph.sources or one not in selected_resources %}
            {% do nodes.update({one: graph.nodes.get(one) or model_behind(one)}) %}
        {% endfor %}
    {% endfor %}
    {{ return(nodes.values() | list) }}
{% endmacro %}


{# The model that a source is, as the last build left it; else the source itself. #}
{% macro model_behind(id) %}
    {% set source = graph.sources[id] %}
    {% for node in graph.nodes.values() if node.resource_type == 'model'
        and node.schema == source.schema and node.alias == source.identifier %}
        {{ return(node) }}
    {% endfor %}
    {{ return(source) }}
{% endmacro %}


{# A query of the rows that `dbt seed` would load. #}
{% macro read_seed(node) %}
    as select * from read_csv(
        {{ quoted(invocation_args_dict.project_dir ~ '/' ~ node.original_file_path) }},
        header = true, delim = ',', quote = '"', escape = '"', nullstr = ['', 'null'],
        types = {
            {%- for column, type in node.config.column_types.items() %}
            {{ quoted(column) }}: {{ quoted(type) }}{{ ',' if not loop.last }}
            {%- endfor %}
        }
    )
{% endmacro %}


{# A query of no rows with the columns that a model's or source's YAML describes. #}
{% macro without_rows(columns) %}
    as select
        {%- for column in columns.values() %}
        cast(null as {{ column.data_type or 'varchar' }}) as {{ column.name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    where false
{% endmacro %}


{# A snapshot, unlike a table, replaces no view. #}
{% macro make_room_for_snapshots() %}
    {% for id in selected_resources if id.startswith('snapshot.') %}
        {% set node = graph.nodes[id] %}
        {% set held = adapter.get_relation(target.database, node.schema, node.alias) %}
        {% if held is not none and held.is_view %}{% do adapter.drop_relation(held) %}{% endif %}
    {% endfor %}
{% endmacro %}
