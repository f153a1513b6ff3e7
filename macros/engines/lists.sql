{# A list of values. #}
{% macro list_of(values) -%}
    {{ adapter.dispatch('list_of')(values) }}
{%- endmacro %}


{% macro duckdb__list_of(values) -%}
    [{{ values | join(', ') }}]
{%- endmacro %}


{% macro spark__list_of(values) -%}
    array({{ values | join(', ') }})
{%- endmacro %}


{# The least item of a list. #}
{% macro list_min(list) -%}
    {{ adapter.dispatch('list_min')(list) }}
{%- endmacro %}


{% macro duckdb__list_min(list) -%}
    list_min({{ list }})
{%- endmacro %}


{% macro spark__list_min(list) -%}
    array_min({{ list }})
{%- endmacro %}


{# A row for each item of a list. #}
{% macro unnest_list(list) -%}
    {{ adapter.dispatch('unnest_list')(list) }}
{%- endmacro %}


{% macro duckdb__unnest_list(list) -%}
    unnest({{ list }})
{%- endmacro %}


{% macro spark__unnest_list(list) -%}
    explode({{ list }})
{%- endmacro %}


{# The type of a list. #}
{% macro list_type(type) -%}
    {{ adapter.dispatch('list_type')(type) }}
{%- endmacro %}


{% macro duckdb__list_type(type) -%}
    {{ type }}[]
{%- endmacro %}


{% macro spark__list_type(type) -%}
    array<{{ type }}>
{%- endmacro %}


{# The item at a place of a list, which begins with 1; NULL where there is none. #}
{% macro list_item(list, place) -%}
    {{ adapter.dispatch('list_item')(list, place) }}
{%- endmacro %}


{% macro duckdb__list_item(list, place) -%}
    {{ list }}[{{ place }}]
{%- endmacro %}


{% macro spark__list_item(list, place) -%}
    get({{ list }}, {{ place }} - 1)
{%- endmacro %}


{# A list of texts with none in it. #}
{% macro empty_list() -%}
    cast({{ list_of([]) }} as {{ list_type('string') }})
{%- endmacro %}
