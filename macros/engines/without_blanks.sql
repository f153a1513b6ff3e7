{# Text without the blanks around it, those of other scripts included. #}
{% macro without_blanks(text) -%}
    {{ adapter.dispatch('without_blanks')(text) }}
{%- endmacro %}


{% macro duckdb__without_blanks(text) -%}
    trim({{ text }})
{%- endmacro %}


{# To Spark's `trim`, only the space is one. #}
{% macro spark__without_blanks(text) -%}
    regexp_replace({{ text }}, '^\\p{Zs}+|\\p{Zs}+$', '')
{%- endmacro %}
