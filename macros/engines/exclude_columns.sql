{# Takes columns out of `select *`. #}
{% macro exclude_columns(columns) -%}
    {{ adapter.dispatch('exclude_columns')(columns) }}
{%- endmacro %}


{% macro duckdb__exclude_columns(columns) -%}
    exclude ({{ columns | join(', ') }})
{%- endmacro %}


{% macro spark__exclude_columns(columns) -%}
    except ({{ columns | join(', ') }})
{%- endmacro %}
