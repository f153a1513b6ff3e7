{#
    Asks the door to open the events beside the orders. What is not asked for is what
    the warehouse already holds beside orders of this source: ids of another one may
    mean other customers. The path `none` says that there are none any longer.
#}
{% macro open_events(orders_source) %}
    {{ return(adapter.dispatch('open_events')(orders_source)) }}
{% endmacro %}


{% macro duckdb__open_events(orders_source) %}
    {% if not execute %}{{ return({}) }}{% endif %}
    {% set held = held_orders() %}
    {% if held.source != orders_source %}
        {% do held.update({'events_source': '', 'events_path': ''}) %}
    {% endif %}
    {% set path = var('events_path')
        or ('' if var('events_source') else held.events_path) %}
    {% if path == 'none' or not (path or var('events_source')) %}
        {{ return(nothing_opened('events')) }}
    {% endif %}
    {% set source = var('events_source') or held.events_source or 'customer_events' %}
    {{ return(ask_the_door({
        'holds': 'events',
        'source': source,
        'path': path,
        'last_path': held.events_path if source == held.events_source else '',
        'held': held_files('customer_events_judged', 'event_files')
    })) }}
{% endmacro %}


{# What the door answered about events when `order_source` was built in this run. #}
{% macro read_opened_events() %}
    {% if not execute %}{{ return(nothing_opened('events')) }}{% endif %}
    {% set answer = run_query('select events_opened from ' ~ ref('order_source')) %}
    {{ return(fromjson(answer.rows[0][0])) }}
{% endmacro %}


{# What the door has opened before dbt began (commands/spark_process.py). #}
{% macro spark__open_events(orders_source) %}
    {% if not execute %}{{ return({}) }}{% endif %}
    {{ return(var('opened_events', none) or nothing_opened('events')) }}
{% endmacro %}
