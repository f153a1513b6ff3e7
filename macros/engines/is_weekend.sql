{# Whether a moment lies on a Saturday or Sunday. #}
{% macro is_weekend(moment) -%}
    {{ adapter.dispatch('is_weekend')(moment) }}
{%- endmacro %}


{% macro duckdb__is_weekend(moment) -%}
    isodow({{ moment }}) >= 6
{%- endmacro %}


{% macro spark__is_weekend(moment) -%}
    weekday({{ moment }}) >= 5
{%- endmacro %}
