{#
    Asks the door to open the orders this build is about, and stops with its sentence
    where it cannot. What is not asked for is what the warehouse already holds, and in
    an empty warehouse the bundled sample.
#}
{% macro open_orders() %}
    {{ return(adapter.dispatch('open_orders')()) }}
{% endmacro %}


{% macro duckdb__open_orders() %}
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
    {{ return(ask_the_door({
        'source': source,
        'path': path,
        'last_path': held.path if source == held.source else '',
        'held': held_files('order_lines_read', 'order_files')
    })) }}
{% endmacro %}


{# What the door (ingest/door.py) answers; its refusals stop the build. #}
{% macro ask_the_door(request) %}
    {% do request.update(
        {'run_id': invocation_id, 'sources_path': var('sources_path')}
    ) %}
    {% set answer = run_query('select open_files(' ~ quoted(tojson(request)) ~ ')') %}
    {% set opened = fromjson(answer.rows[0][0]) %}
    {% if opened.error is defined %}
        {{ exceptions.raise_compiler_error(opened.error) }}
    {% endif %}
    {{ return(opened) }}
{% endmacro %}


{#
    Source and path of the orders in this warehouse, and of the events beside them;
    empty where there are none.
#}
{% macro held_orders() %}
    {% set relation = adapter.get_relation(
        database=target.database, schema='staging', identifier='order_source'
    ) %}
    {% set row = {} if relation is none
        else dict(run_query('select * exclude (opened) from ' ~ relation).rows[0]) %}
    {{ return({
        'source': row.get('source_name', ''),
        'path': row.get('orders_path', ''),
        'events_source': row.get('events_source_name', ''),
        'events_path': row.get('events_path', '')
    }) }}
{% endmacro %}


{#
    The files whose lines a relation of this warehouse holds; none where all are read
    again.
#}
{% macro held_files(lines, files) %}
    {% set lines = adapter.get_relation(
        database=target.database, schema='staging', identifier=lines
    ) %}
    {% set files = adapter.get_relation(
        database=target.database, schema='staging', identifier=files
    ) %}
    {% if flags.FULL_REFRESH or lines is none or files is none %}
        {{ return([]) }}
    {% endif %}
    {% set rows = [] %}
    {% for row in run_query(
        'select source_file, fingerprint, bytes, sha256, lines, can_grow from ' ~ files
    ).rows %}
        {% do rows.append(dict(row)) %}
    {% endfor %}
    {{ return(rows) }}
{% endmacro %}


{# What the door answered when `order_source` was built in this run. #}
{% macro read_opened_orders() %}
    {% if not execute %}{{ return(nothing_opened('orders')) }}{% endif %}
    {% set answer = run_query('select opened from ' ~ ref('order_source')) %}
    {{ return(fromjson(answer.rows[0][0])) }}
{% endmacro %}


{# What the door would answer if there were no file. #}
{% macro nothing_opened(holds) %}
    {{ return({
        'holds': holds, 'source': '', 'path': '', 'reads_everything': true,
        'columns': [], 'files': [], 'expressions': {}, 'date_formats': ['%Y'],
        'time_zone': 'UTC', 'decimal_comma': false, 'return_when': '',
        'anonymous_lines': 'reject', 'notes': []
    }) }}
{% endmacro %}


{# What the door has opened before dbt began (commands/spark_process.py). #}
{% macro spark__open_orders() %}
    {% if not execute %}{{ return({}) }}{% endif %}
    {% if not var('opened_orders', none) %}
        {{ exceptions.raise_compiler_error(
            'On Spark, orders are opened before dbt begins: run make build TARGET=spark.'
        ) }}
    {% endif %}
    {{ return(var('opened_orders')) }}
{% endmacro %}
