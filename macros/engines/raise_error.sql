{# An error with a sentence, where it is computed. #}
{% macro raise_error(sentence) -%}
    {{ adapter.dispatch('raise_error')(sentence) }}
{%- endmacro %}


{% macro duckdb__raise_error(sentence) -%}
    error({{ sentence }})
{%- endmacro %}


{% macro spark__raise_error(sentence) -%}
    raise_error({{ sentence }})
{%- endmacro %}
