{# Takes columns out of `select *`. #}
{% macro all_but(columns) -%}
    {{ adapter.dispatch('all_but')(columns) }}
{%- endmacro %}


{% macro duckdb__all_but(columns) -%}
    exclude ({{ columns | join(', ') }})
{%- endmacro %}


{% macro spark__all_but(columns) -%}
    except ({{ columns | join(', ') }})
{%- endmacro %}
