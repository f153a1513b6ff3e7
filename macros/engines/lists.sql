{# Expressions for lists and structs, in the SQL of DuckDB and of Spark. #}

{% macro list_of(values) -%}
    {{ 'array(' if target.type == 'spark' else '[' }}
    {{- values | join(', ') }}
    {{- ')' if target.type == 'spark' else ']' }}
{%- endmacro %}


{% macro list_type(type) -%}
    {{ 'array<' ~ type ~ '>' if target.type == 'spark' else type ~ '[]' }}
{%- endmacro %}


{% macro empty_list() -%}
    cast({{ list_of([]) }} as {{ list_type('string') }})
{%- endmacro %}


{% macro list_min(list) -%}
    {{ 'array_min' if target.type == 'spark' else 'list_min' }}({{ list }})
{%- endmacro %}


{% macro list_item(list, place) -%}
    {{ 'get(' ~ list ~ ', ' ~ place ~ ' - 1)' if target.type == 'spark'
        else list ~ '[' ~ place ~ ']' }}
{%- endmacro %}


{% macro unnest_list(list) -%}
    {{ 'explode' if target.type == 'spark' else 'unnest' }}({{ list }})
{%- endmacro %}


{#
    Spark's `explode` takes only one list, so `arrays_zip` and `inline` unnest several.
#}
{% macro unnest_lists(relation, lists, kept=[]) -%}
    select
        {%- for column in kept %}
        {{ column }},
        {%- endfor %}
        {%- for name, list in lists.items() %}
        {{ 'unnested.' ~ name if target.type == 'spark'
            else 'unnest(' ~ list ~ ') as ' ~ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    {%- if target.type == 'spark' %}
    lateral view inline(arrays_zip({{ lists.values() | join(', ') }})) unnested
        as {{ lists | join(', ') }}
    {%- endif %}
{%- endmacro %}


{# A struct needs at least one field. #}
{% macro struct_of(columns) -%}
    {%- set is_spark = target.type == 'spark' -%}
    {{ 'struct(' if is_spark else 'struct_pack(' }}
        {%- for column in columns %}
        {%- set name = column.split('.')[-1] %}
        {{ column ~ ' as ' ~ name if is_spark else name ~ ' := ' ~ column }}
        {{- ',' if not loop.last }}
        {%- else %}
        {{ 'cast(null as integer) as nothing' if is_spark else 'nothing := null' }}
        {%- endfor %}
    )
{%- endmacro %}


{% macro row_of(relation) -%}
    {{ 'struct(' ~ relation ~ '.*)' if target.type == 'spark' else relation }}
{%- endmacro %}
