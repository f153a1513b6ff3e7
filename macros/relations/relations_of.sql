{#
    Relations that hold orders or events, by vars: one as `orders_relation`, or one per
    shop as `orders_relations`. Each is a ref or source in text, or a mapping. dbt renders
    it in the model that asks, which so has the edge in the graph. `needed` columns have to
    be there.
#}
{% macro relations_of(content, needed=[]) %}
    {% set found = [] %}
    {% for one in var(content ~ '_relations', none)
        or [{'relation': var(content ~ '_relation', none)}] if one.relation %}
        {% set place = one.relation %}
        {% if place is mapping %}{% set place = api.Relation.create(**place) %}{% endif %}
        {% set place = render(place | string) %}
        {# With --empty, a ref is a query. #}
        {% set name = (place.split(' from ')[-1].split(' where ')[0] | replace('"', ''))
            .removeprefix(target.database ~ '.') %}
        {% set columns = run_query('from ' ~ place ~ ' limit 0').column_names
            | map('lower') | list if needed and execute else needed %}
        {% for column in needed if column not in columns %}
            {{ exceptions.raise_compiler_error(
                name ~ ' has no column ' ~ column ~ ', and every line needs one. It has '
                ~ columns | join(', ') ~ ': name one so in a model of yours, and that in '
                ~ content ~ '_relation (docs/package.md).'
            ) }}
        {% endfor %}
        {% set prefix = one.shop ~ ':' if one.shop else '' %}
        {% do found.append(
            {'place': place, 'name': name, 'prefix': prefix, 'columns': columns}
        ) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}


{# Their rows as they came: the columns of a line, NULL where there is none. #}
{% macro rows_of_relations(relations, columns, needed) %}
    select
        cast(null as varchar) as source_file,
        cast(null as varchar) as prefix,
        cast(null as bigint) as line_number,
        null as raw_{{ columns | join(', null as raw_') }}
    where false
    {%- for one in relations %}
    union all by name
    select
        {{ quoted(one.name) }} as source_file,
        {{ quoted(one.prefix) }} as prefix,
        -- Rows have no places: what they hold gives them one that stays.
        row_number() over (order by {{ needed | join(', ') }}, hash(given))
            as line_number,
        columns('(?i)^({{ columns | join("|") }})$') as 'raw_\0'
    from {{ one.place }} as given
    {%- endfor %}
{% endmacro %}
