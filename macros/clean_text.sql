{# Text without surrounding blanks; nothing but blanks is NULL. #}
{% macro clean_text(column) -%}
    nullif({{ without_blanks(column) }}, '')
{%- endmacro %}
