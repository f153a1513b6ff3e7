{#
    Clones nothing if the other state lacks the table, or if its table is the one to be
    replaced. Without this check, dbt would create a view that selects from a missing
    table or from itself.
#}
{% materialization clone, adapter='duckdb' %}
    {% set there = load_relation(defer_relation) if defer_relation else none %}
    {% if there is none or there.render() == this.render() %}
        {{ log('There is no other ' ~ this ~ ' to clone.', info=true) }}
        {{ return({'relations': []}) }}
    {% endif %}
    {{ return(materialization_clone_default()) }}
{% endmaterialization %}
