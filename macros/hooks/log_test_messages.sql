{#
    dbt logs only the number of rows that a failing test found. This hook logs their
    column `message`. The message of a test that warns is logged as a warning.
#}
{% macro log_test_messages(results) %}
    {% for result in results
        if result.node.resource_type == 'test'
        and result.node.package_name == model.package_name
        and result.node.relation_name
        and result.status in ['fail', 'warn'] %}
        {% set rows = run_query(
            'select * from ' ~ result.node.relation_name ~ ' limit 100'
        ) %}
        {% set messages = rows.columns['message'].values_distinct()
            if 'message' in rows.column_names
            else [result.node.name ~ ': see ' ~ result.node.relation_name] %}
        {% for message in messages %}
            {% do exceptions.warn(message) if result.status == 'warn'
                else log(message, info=true) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
