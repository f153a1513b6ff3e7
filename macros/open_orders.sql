{#
    Asks the door (ingest/door.py) to open the orders this build is about, and
    stops with its sentence where it cannot. What is not asked for is what the
    warehouse already holds, and in an empty warehouse the bundled sample.
#}
{% macro open_orders() %}
    {% if not execute %}{{ return({}) }}{% endif %}
    {% set held = held_orders() %}
    {% set source = var('orders_source') or held.source or 'sample' %}
    {% set path = var('orders_path') or ('' if var('orders_source') else held.path) %}
    {% if var('orders_path') and not var('orders_source')
        and held.source in ('', 'sample') %}
        {{ exceptions.raise_compiler_error(
            "Say which source the file '" ~ path ~ "' is, too: "
            ~ "SOURCE=<name> for make, orders_source for dbt. The names are "
            ~ "those of the blocks in ingest/sources/."
        ) }}
    {% endif %}
    {% set request = {
        'source': source,
        'path': path,
        'last_path': held.path if source == held.source else '',
        'sources_path': var('sources_path')
    } %}
    {% set answer = run_query(
        "select open_orders('" ~ tojson(request) | replace("'", "''") ~ "')"
    ) %}
    {% set opened = fromjson(answer.rows[0][0]) %}
    {% if opened.error is defined %}
        {{ exceptions.raise_compiler_error(opened.error) }}
    {% endif %}
    {{ return(opened) }}
{% endmacro %}


{# Source and path of the orders in this warehouse; empty in an empty one. #}
{% macro held_orders() %}
    {% set relation = adapter.get_relation(
        database=target.database, schema='staging', identifier='order_source'
    ) %}
    {% if relation is none %}{{ return({'source': '', 'path': ''}) }}{% endif %}
    {% set row = run_query(
        'select source_name, orders_path from ' ~ relation
    ).rows[0] %}
    {{ return({'source': row[0], 'path': row[1]}) }}
{% endmacro %}


{# What the door answered when `order_source` was built in this run. #}
{% macro read_opened_orders() %}
    {% if not execute %}
        {{ return({'columns': {}, 'header': [], 'date_formats': ['%Y'], 'path': '',
                   'delimiter': ',', 'time_zone': 'UTC'}) }}
    {% endif %}
    {% set answer = run_query('select opened from ' ~ ref('order_source')) %}
    {{ return(fromjson(answer.rows[0][0])) }}
{% endmacro %}
