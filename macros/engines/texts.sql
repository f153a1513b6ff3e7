{# Texts, as DuckDB and Spark spell them. #}

{# Spark also escapes backslashes. #}
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
