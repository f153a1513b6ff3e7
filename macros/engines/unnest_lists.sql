{#
    One row per place of lists that are equally long: a query of the columns `kept`, and
    of the items of `lists`, a dictionary of names to lists.
#}
{% macro unnest_lists(relation, lists, kept=[]) -%}
    {{ adapter.dispatch('unnest_lists')(relation, lists, kept) }}
{%- endmacro %}


{% macro duckdb__unnest_lists(relation, lists, kept) -%}
    select
        {%- for column in kept %}
        {{ column }},
        {%- endfor %}
        {%- for name, list in lists.items() %}
        unnest({{ list }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}


{# Lists of lists, too, become rows in one step: explode takes one list only. #}
{% macro spark__unnest_lists(relation, lists, kept) -%}
    select
        {%- for column in kept %}
        {{ column }},
        {%- endfor %}
        {%- for name in lists %}
        unfolded.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    lateral view inline(arrays_zip({{ lists.values() | join(', ') }})) unfolded
        as {{ lists | join(', ') }}
{%- endmacro %}
