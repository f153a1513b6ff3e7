{# An id as text; a whole number that was written as a float loses its `.0`. #}
{% macro clean_id(column) -%}
    {{ adapter.dispatch('clean_id')(column) }}
{%- endmacro %}


{% macro duckdb__clean_id(column) -%}
    regexp_replace({{ clean_text(column) }}, '^(-?[0-9]+)[.]0+$', '\1')
{%- endmacro %}


{% macro spark__clean_id(column) -%}
    regexp_replace({{ clean_text(column) }}, '^(-?[0-9]+)[.]0+$', '$1')
{%- endmacro %}
