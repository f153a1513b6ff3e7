{#
    dbt would make a view of a table that is not there, or with --full-refresh of itself:
    the state of this project names tables as they are called here.
#}
{% materialization clone, adapter='duckdb' %}
    {% set there = load_relation(defer_relation) if defer_relation else none %}
    {% if there is none or there.render() == this.render() %}
        {{ log('There is no other ' ~ this ~ ' to clone.', info=true) }}
        {{ return({'relations': []}) }}
    {% endif %}
    {{ return(materialization_clone_default()) }}
{% endmaterialization %}
