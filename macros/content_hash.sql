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
{% macro add_up_hashes(rows) -%}
    {{ adapter.dispatch('add_up_hashes')(rows) }}
{%- endmacro %}


{% macro duckdb__add_up_hashes(rows) -%}
    sum(hash({{ rows }}))
{%- endmacro %}


{% macro spark__add_up_hashes(rows) -%}
    sum(cast(xxhash64({{ row_of(rows) }}) as decimal(38, 0)))
{%- endmacro %}


{#
    Hash of the rules: the SQL of all models in these folders.
#}
{% macro hash_of_rules(folders) %}
    {% set rules = [] %}
    {% if execute %}
        {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
            {% if node.resource_type == 'model' and node.fqn[1] in folders %}
                {% do rules.append(node.raw_code) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(local_md5(rules | join('\n'))) }}
{% endmacro %}
