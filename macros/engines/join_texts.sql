{# Texts of a group, joined by commas in the order of a column. #}
{% macro join_texts(text, ordered_by) -%}
    {{ adapter.dispatch('join_texts')(text, ordered_by) }}
{%- endmacro %}


{% macro duckdb__join_texts(text, ordered_by) -%}
    string_agg({{ text }}, ', ' order by {{ ordered_by }})
{%- endmacro %}


{% macro spark__join_texts(text, ordered_by) -%}
    listagg({{ text }}, ', ') within group (order by {{ ordered_by }})
{%- endmacro %}
