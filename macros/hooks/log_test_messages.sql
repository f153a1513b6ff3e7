{#
    What tests that keep their failing rows have to say: the sentences in the column
    `message`, where dbt itself only counts rows. A warning warns once more, with its
    reason; the reason of a failure is logged, for dbt ends by itself.
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
        {% set sentences = rows.columns['message'].values_distinct()
            if 'message' in rows.column_names
            else [result.node.name ~ ': see ' ~ result.node.relation_name] %}
        {% for sentence in sentences %}
            {% do exceptions.warn(sentence) if result.status == 'warn'
                else log(sentence, info=true) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
