{#
    DuckDB combines the hashes of several values by exclusive or. Without the outer
    hash, the `bit_xor` over two lines would not change if the lines swapped values. On
    Spark, NULL does not change a hash. That does no harm, because builds on Spark never
    compare hashes.
#}
{% macro content_hash(values) -%}
    {%- if target.type == 'spark' -%}
    xxhash64({{ values | join(', ') }})
    {%- else -%}
    cast(hash(hash({{ values | join(', ') }})) >> 1 as bigint)
    {%- endif -%}
{%- endmacro %}


{% macro sum_hashes(rows) -%}
    {%- if target.type == 'spark' -%}
    sum(cast(xxhash64({{ row_of(rows) }}) as decimal(38, 0)))
    {%- else -%}
    sum(hash({{ rows }}))
    {%- endif -%}
{%- endmacro %}


{% macro hash_of_code(folders) %}
    {% set code = [] %}
    {% if execute %}
        {% set called = {} %}
        {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
            {% if node.package_name == model.package_name
                and node.resource_type == 'model' and node.fqn[1] in folders %}
                {% do code.append(node.raw_code) %}
                {% do collect_macros(node.depends_on.macros, called) %}
            {% endif %}
        {% endfor %}
        {% do code.extend(called | dictsort | map(attribute=1)) %}
    {% endif %}
    {{ return(local_md5(code | join('\n'))) }}
{% endmacro %}


{% macro collect_macros(ids, called) %}
    {% for id in ids if id.split('.')[1] == model.package_name and id not in called %}
        {% set one = context[id.split('.')[2]].macro %}
        {% do called.update({id: one.macro_sql}) %}
        {% do collect_macros(one.depends_on.macros, called) %}
    {% endfor %}
{% endmacro %}
