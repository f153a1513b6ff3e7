{# Text without the blanks around it, those of other scripts included. #}
{% macro without_blanks(text) -%}
    {{ adapter.dispatch('without_blanks')(text) }}
{%- endmacro %}


{% macro duckdb__without_blanks(text) -%}
    trim({{ text }})
{%- endmacro %}


{# To Spark's `trim`, only the space is one: these are all that DuckDB knows. #}
{% macro spark__without_blanks(text) -%}
    btrim({{ text }}, '{{ " \\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006"
        ~ "\\u2007\\u2008\\u2009\\u200a\\u202f\\u205f\\u3000" }}')
{%- endmacro %}
