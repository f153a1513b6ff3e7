{# Text as a decimal, rounded to its places; NULL where it is none. #}
{% macro try_decimal(text, type) -%}
    {{ adapter.dispatch('try_decimal')(text, type) }}
{%- endmacro %}


{% macro duckdb__try_decimal(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}


{# Spark would read the digits of other scripts, too, which take more than a byte. #}
{% macro spark__try_decimal(text, type) -%}
    case
        when octet_length({{ text }}) = char_length({{ text }})
            then try_cast({{ text }} as {{ type }})
    end
{%- endmacro %}
