{# A struct as JSON text, fields that are NULL included. #}
{% macro to_json_text(struct) -%}
    {{ adapter.dispatch('to_json_text')(struct) }}
{%- endmacro %}


{% macro duckdb__to_json_text(struct) -%}
    cast(to_json({{ struct }}) as varchar)
{%- endmacro %}


{% macro spark__to_json_text(struct) -%}
    to_json({{ struct }}, map('ignoreNullFields', 'false'))
{%- endmacro %}


{# A text within JSON, by its path; NULL where there is none. #}
{% macro json_text(json, path) -%}
    {{ adapter.dispatch('json_text')(json, path) }}
{%- endmacro %}


{% macro duckdb__json_text(json, path) -%}
    json_extract_string({{ json }}, '{{ path }}')
{%- endmacro %}


{% macro spark__json_text(json, path) -%}
    get_json_object({{ json }}, '{{ path }}')
{%- endmacro %}
