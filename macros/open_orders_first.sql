{#
    On-run-start: a build whose orders or events cannot be opened stops here, with the
    door's sentence, before the first seed is loaded.
#}
{% macro open_orders_first() %}
    {% if execute and 'model.' ~ project_name ~ '.order_source' in selected_resources %}
        {% set held = held_orders() %}
        {% set opened = open_orders() %}
        {% if held.source and held.source != opened.source %}
            {{ log(
                "This warehouse held orders of source '" ~ held.source
                ~ "'; they are replaced by source '" ~ opened.source ~ "'.",
                info=true
            ) }}
        {% endif %}
        {% set events = open_events(opened.source) %}
        {% if held.events_path and not events.path %}
            {{ log(
                "The events of '" ~ held.events_path ~ "' are not read any longer.",
                info=true
            ) }}
        {% endif %}
        {% for note in opened.notes + events.notes %}{{ log(note, info=true) }}{% endfor %}
    {% endif %}
{% endmacro %}
