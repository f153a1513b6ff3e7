{#
    The var `orders_relation` names one relation, and `orders_relations` names one per
    shop. Events have vars with `events` instead of `orders`. Each relation is the text
    of a ref or source, or a mapping. The model that calls the macro renders the text,
    which adds the edge to the graph. A relation without one of the `needed` columns
    stops the build.
#}
{% macro relations_of(content, needed=[]) %}
    {% set found = [] %}
    {% for one in var(content ~ '_relations', none)
        or [{'relation': var(content ~ '_relation', none)}] if one.relation %}
        {% set place = one.relation %}
        {% if place is mapping %}{% set place = api.Relation.create(**place) %}{% endif %}
        {% set place = render(place | string) %}
        {#
            With --empty, dbt renders a ref as a subquery, so the name is taken out of
            it.
        #}
        {% set name = (place.split(' from ')[-1].split(' where ')[0] | replace('"', ''))
            .removeprefix(target.database ~ '.') %}
        {% set columns = run_query('from ' ~ place ~ ' limit 0').column_names
            | map('lower') | list if needed and execute else needed %}
        {% for column in needed if column not in columns %}
            {{ exceptions.raise_compiler_error(
                name ~ ' has no column ' ~ column ~ ', and every line needs it. Its columns '
                ~ 'are ' ~ columns | join(', ') ~ '. Select one of them as ' ~ column
                ~ ' in a model, and name that model in ' ~ content
                ~ '_relation (docs/package.md).'
            ) }}
        {% endfor %}
        {% set prefix = one.shop ~ ':' if one.shop else '' %}
        {% do found.append(
            {'place': place, 'name': name, 'prefix': prefix, 'columns': columns}
        ) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}


{% macro rows_of_relations(relations, columns, needed) %}
    select
        *,
        nullif(trim(cast(columns('^raw_(.+)$') as varchar)), '') as 'text_\1'
    from (
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
            -- Rows of a relation have no order, so the line number follows from their
            -- content.
            row_number() over (order by {{ needed | join(', ') }}, hash(given))
                as line_number,
            columns('(?i)^({{ columns | join("|") }})$') as 'raw_\0'
        from {{ one.place }} as given
        {%- endfor %}
    )
{% endmacro %}
