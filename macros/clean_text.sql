{# Text without surrounding blanks; nothing but blanks is NULL. #}
{% macro clean_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}
