{# Stops dbt before it builds anything if the var `features` has an error. #}
{% macro check_features() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set totals = declared_columns('int_customer_total_changes') %}
    {% set features = declared_columns('customer_features') %}
    {% set mart = graph.nodes['model.customer_segmentation.segmentation__customers'] %}
    {% for name, feature in own_features().items() %}
        {{ check_entry(name, feature, features, ['totals']) }}
        {% if name in mart.columns %}
            {{ refuse_entry(name, 'marts.customers has a column of that name') }}
        {% endif %}
        {% for total, entry in (feature.totals or {}).items() %}
            {{ check_entry(total, entry, totals, []) }}
        {% endfor %}
        {% if not feature.description or not feature.unit %}
            {{ refuse_entry(name, 'it needs a description and a unit') }}
        {% endif %}
    {% endfor %}
{% endmacro %}


{% macro check_entry(name, entry, declared, keys) %}
    {% set known = {} %}
    {% for column in declared.values() %}
        {% for key, value in column.items() if key != 'distinct' %}
            {% do known.setdefault(key, []).append(value) %}
        {% endfor %}
    {% endfor %}
    {% if name in declared or not modules.re.match('[a-z][a-z0-9_]*$', name) %}
        {{ refuse_entry(name, 'the name is taken, or a column cannot have it') }}
    {% endif %}
    {% for key, value in entry.items() %}
        {% if key not in known and key not in keys %}
            {{ refuse_entry(name, "there is no key '" ~ key ~ "'") }}
        {% elif key in ['unit', 'encoder_input', 'of'] and value not in known[key] %}
            {{ refuse_entry(name, key ~ ' is one of ' ~ known[key] | unique | join(', ')) }}
        {% endif %}
    {% endfor %}
{% endmacro %}


{% macro refuse_entry(name, why) %}
    {{ exceptions.raise_compiler_error(
        "The var features, '" ~ name ~ "': " ~ why ~ '. See docs/extend.md.'
    ) }}
{% endmacro %}
