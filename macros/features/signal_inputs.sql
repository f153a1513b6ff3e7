{#
    The encoder sees a signal only if the var signal_customer_share or more of the
    customers with a purchase have shown it. If there are more signals than the var
    signals_at_most, the encoder sees the most common ones. Each returned signal has a
    `signal`, a `name` that is valid in a column name, and `has_values`. The macro
    queries the warehouse while dbt compiles a model. It returns no signals before
    customer_signals is built.
#}
{% macro signals_seen() %}
    {% if not execute %}{{ return([]) }}{% endif %}
    {% set signals = features_relation('customer_signals') %}
    {% set customers = features_relation('customer_features') %}
    {% if signals is none or customers is none %}{{ return([]) }}{% endif %}
    {% set buyers = "(select customer_id from " ~ customers ~ " where order_count > 0)" %}
    {{ return(name_signals(run_query(
        "select signal, has_values from ("
        ~ "select signal, count(*) as customers, "
        ~ "count(mean_value_365d) > 0 as has_values from " ~ signals
        ~ " where customer_id in " ~ buyers ~ " group by signal having count(*) >= "
        ~ var('signal_customer_share') ~ " * (select count(*) from " ~ buyers
        ~ " as buyers) order by customers desc, signal limit " ~ var('signals_at_most')
        ~ ") as signals order by signal"
    ).rows)) }}
{% endmacro %}


{# A view is only the empty stand-in for a table that was never built. #}
{% macro features_relation(name) %}
    {% set relation = adapter.get_relation(
        database=target.database, schema='features', identifier=name
    ) %}
    {{ return(none if relation is none or relation.is_view else relation) }}
{% endmacro %}


{% macro name_signals(rows) %}
    {# A signal named `order` would get the column order_count_365d of orders. #}
    {% set taken = ['order'] %}
    {% set named = [] %}
    {% for row in rows %}
        {% set words = modules.re.sub('[^a-z0-9]+', '_', row[0])[:40].strip('_') %}
        {% set base = words if words[:1].isalpha() else ('signal_' ~ words).strip('_') %}
        {% set ns = namespace(name=base, number=1) %}
        {% for _ in rows if ns.name in taken %}
            {% set ns.number = ns.number + 1 %}
            {% set ns.name = base ~ '_' ~ ns.number %}
        {% endfor %}
        {% do taken.append(ns.name) %}
        {% do named.append({'signal': row[0], 'name': ns.name, 'has_values': row[1]}) %}
    {% endfor %}
    {{ return(named) }}
{% endmacro %}


{% macro signal_numbers() %}
    {% set names = [] %}
    {% for one in signals_seen() %}
        {% do names.extend([one.name ~ '_count_90d', one.name ~ '_recency_days']) %}
        {% if one.has_values %}
            {% do names.append(one.name ~ '_mean_value_365d') %}
        {% endif %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}


{% macro pivot_signals(signals, keys) %}
    select
        {%- for one in signals_seen() %}
        {%- set it = 'filter (where signal = ' ~ quoted(one.signal) ~ ')' %}
        any_value(event_count_90d) {{ it }} as {{ one.name }}_count_90d,
        any_value(recency_days) {{ it }} as {{ one.name }}_recency_days,
        {%- if one.has_values %}
        any_value(mean_value_365d) {{ it }} as {{ one.name }}_mean_value_365d,
        {%- endif %}
        {%- endfor %}
        {{ keys }}
    from {{ signals }}
    group by {{ keys }}
{% endmacro %}


{% macro log_unused_signals() %}
    {% if execute %}
        {% set found = run_query('select count(distinct signal) from ' ~ this).rows[0][0] %}
        {% set kept = signals_seen() | length %}
        {% if found > kept %}
            {{ log(kept ~ ' of ' ~ found ~ ' signals are features: at most '
                ~ var('signals_at_most') ~ ' (signals_at_most), each of at least '
                ~ '%g' | format(100 * var('signal_customer_share') | float)
                ~ ' % of the customers (signal_customer_share).', info=true) }}
        {% endif %}
    {% endif %}
{% endmacro %}
