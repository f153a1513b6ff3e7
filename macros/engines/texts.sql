{# Expressions for texts, in the SQL of DuckDB and of Spark. #}

{# In Spark's text literals, a backslash must be escaped as well as a quote. #}
{% macro quoted(value) -%}
    {%- if target.type == 'spark' -%}
    '{{ value | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
    {%- else -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(value)) }}
    {%- endif -%}
{%- endmacro %}


{% macro join_texts(text, ordered_by) -%}
    {%- if target.type == 'spark' -%}
    listagg({{ text }}, ', ') within group (order by {{ ordered_by }})
    {%- else -%}
    string_agg({{ text }}, ', ' order by {{ ordered_by }})
    {%- endif -%}
{%- endmacro %}
