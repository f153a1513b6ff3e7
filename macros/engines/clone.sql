{#
    Clones nothing if the other state has no such table or if it is this table. dbt
    would create a view of a missing table, or of itself.
#}
{% materialization clone, adapter='duckdb' %}
    {% set there = load_relation(defer_relation) if defer_relation else none %}
    {% if there is none or there.render() == this.render() %}
        {{ log('There is no other ' ~ this ~ ' to clone.', info=true) }}
        {{ return({'relations': []}) }}
    {% endif %}
    {{ return(materialization_clone_default()) }}
{% endmaterialization %}
