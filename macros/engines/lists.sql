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
{% macro least_of(list) -%}
    {{ adapter.dispatch('least_of')(list) }}
{%- endmacro %}


{% macro duckdb__least_of(list) -%}
    list_min({{ list }})
{%- endmacro %}


{% macro spark__least_of(list) -%}
    array_min({{ list }})
{%- endmacro %}


{# A row for each item of a list. #}
{% macro each_of(list) -%}
    {{ adapter.dispatch('each_of')(list) }}
{%- endmacro %}


{% macro duckdb__each_of(list) -%}
    unnest({{ list }})
{%- endmacro %}


{% macro spark__each_of(list) -%}
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
{% macro item_of(list, place) -%}
    {{ adapter.dispatch('item_of')(list, place) }}
{%- endmacro %}


{% macro duckdb__item_of(list, place) -%}
    {{ list }}[{{ place }}]
{%- endmacro %}


{% macro spark__item_of(list, place) -%}
    get({{ list }}, {{ place }} - 1)
{%- endmacro %}


{# A list of texts with none in it. #}
{% macro empty_list() -%}
    cast({{ list_of([]) }} as {{ list_type('string') }})
{%- endmacro %}
