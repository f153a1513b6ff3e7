{#
    Each total and each feature is declared once: by the `meta` of a column of
    int_customer_total_changes (a total) or customer_features (a feature), or by an
    entry of the var `features`. The columns are in dbt's graph, which exists only after
    parsing.
#}
{% macro totals() %}
    {% set totals = declared_columns('int_customer_total_changes') %}
    {% for feature in own_features().values() %}
        {% for name, total in (feature.totals or {}).items() %}
            {% do totals.update({name: dict({
                'name': name, 'description': 'Total of ' ~ feature.name ~ '.',
                'data_type': 'decimal(38,4)' if total.sum else 'bigint', 'constraints': [],
            }, **total)}) %}
        {% endfor %}
    {% endfor %}
    {{ return(totals) }}
{% endmacro %}


{% macro features() %}
    {{ return(dict(declared_columns('customer_features'), **own_features())) }}
{% endmacro %}


{% macro own_features() %}
    {% set features = {} %}
    {% for name, feature in (var('features', {}) if execute else {}).items() %}
        {% do features.update({name: dict({
            'name': name, 'constraints': [],
            'data_type': 'varchar' if feature.encoder_input == 'category' else 'double',
        }, **feature)}) %}
    {% endfor %}
    {{ return(features) }}
{% endmacro %}


{#
    The result leaves out the key columns, which have no `meta`. Unit tests have no
    graph, so they read the columns that check_features stored in this macro.
#}
{% macro declared_columns(name) %}
    {% set columns = {} %}
    {% if execute %}
        {% set known = context.declared_columns.macro.meta %}
        {% set id = 'model.customer_segmentation.segmentation__' ~ name %}
        {% if graph.nodes %}{% do known.update({name: graph.nodes[id].columns}) %}{% endif %}
        {% for column in known[name].values() if column.meta %}
            {% do columns.update({column.name: dict(column, **column.meta)}) %}
        {% endfor %}
    {% endif %}
    {{ return(columns) }}
{% endmacro %}


{% macro columns_of(node) %}
    {% set declared = (node.config.meta or {}).declared_columns %}
    {% set columns = dict(node.columns) %}
    {% if declared == 'encoder_inputs' %}
        {% for name in encoder_numbers() + encoder_categories() %}
            {% set type = 'varchar' if name in encoder_categories() else 'double' %}
            {% do columns.update({name: {'name': name, 'data_type': type,
                'description': features().get(name, {}).description or ''}}) %}
        {% endfor %}
    {% elif declared %}
        {% do columns.update(context[declared]()) %}
    {% endif %}
    {{ return(columns) }}
{% endmacro %}


{% macro complete_columns() %}
    {% do model.update({'columns': columns_of(model)}) %}
{% endmacro %}
