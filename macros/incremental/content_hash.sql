{#
    A number that changes when one of the values does. Hashed twice: DuckDB combines the
    hashes of several values by exclusive or, and what two lines exchange would cancel
    itself out in `bit_xor`.
#}
{% macro content_hash(values) -%}
    {{ adapter.dispatch('content_hash')(values) }}
{%- endmacro %}


{% macro duckdb__content_hash(values) -%}
    cast(hash(hash({{ values | join(', ') }})) >> 1 as bigint)
{%- endmacro %}


{# Of a NULL, Spark's hash knows nothing: no build there decides by it what to make. #}
{% macro spark__content_hash(values) -%}
    xxhash64({{ values | join(', ') }})
{%- endmacro %}


{# Adds up hashes of rows: the same for the same rows in any order. #}
{% macro sum_hashes(rows) -%}
    {{ adapter.dispatch('sum_hashes')(rows) }}
{%- endmacro %}


{% macro duckdb__sum_hashes(rows) -%}
    sum(hash({{ rows }}))
{%- endmacro %}


{% macro spark__sum_hashes(rows) -%}
    sum(cast(xxhash64({{ row_of(rows) }}) as decimal(38, 0)))
{%- endmacro %}


{#
    Hash of the rules: the SQL of all models in these folders and of the macros they
    call.
#}
{% macro hash_of_code(folders) %}
    {% set rules = [] %}
    {% if execute %}
        {% set called = {} %}
        {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
            {% if node.package_name == model.package_name
                and node.resource_type == 'model' and node.fqn[1] in folders %}
                {% do rules.append(node.raw_code) %}
                {% do collect_macros(node.depends_on.macros, called) %}
            {% endif %}
        {% endfor %}
        {% for _, code in called | dictsort %}{% do rules.append(code) %}{% endfor %}
    {% endif %}
    {{ return(local_md5(rules | join('\n'))) }}
{% endmacro %}


{# Adds the code of these macros of ours, and of those that they call, to `called`. #}
{% macro collect_macros(ids, called) %}
    {% for id in ids if id.split('.')[1] == model.package_name and id not in called %}
        {% set one = context[id.split('.')[2]].macro %}
        {% do called.update({id: one.macro_sql}) %}
        {% do collect_macros(one.depends_on.macros, called) %}
    {% endfor %}
{% endmacro %}
