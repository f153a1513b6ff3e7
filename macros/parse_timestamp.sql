{#
    Text to wall clock time, NULL where no format fits. A format with an offset
    (`%z`, `%Z`) gives an instant, which is turned into the source's own time zone.
#}
{% macro parse_timestamp(column, formats, time_zone) -%}
    {{ adapter.dispatch('parse_timestamp')(column, formats, time_zone) }}
{%- endmacro %}


{% macro duckdb__parse_timestamp(column, formats, time_zone) -%}
    cast(coalesce(
        {%- for format in formats %}
        {%- if '%z' in format or '%Z' in format %}
        cast(try_strptime({{ column }}, {{ quoted(format) }}) as timestamptz)
            at time zone '{{ time_zone }}'
        {%- else %}
        try_strptime({{ column }}, {{ quoted(format) }})
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    ) as timestamp)
{%- endmacro %}


{% macro spark__parse_timestamp(column, formats, time_zone) -%}
    coalesce(
        {%- for format in formats %}
        {%- set pattern = quoted(java_format(format)) %}
        {%- if '%z' in format or '%Z' in format %}
        cast(from_utc_timestamp(
            to_timestamp_ltz({{ column }}, {{ pattern }}), '{{ time_zone }}'
        ) as timestamp_ntz)
        {%- else %}
        to_timestamp_ntz({{ column }}, {{ pattern }})
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}


{# A format of strptime in the letters of Java, which take one digit for two, too. #}
{% macro java_format(format) %}
    {% set letters = {
        'Y': 'y', 'm': 'M', 'd': 'd', 'H': 'H', 'M': 'm', 'S': 's', 'y': 'yy',
        'I': 'h', 'p': 'a', 'b': 'MMM', 'B': 'MMMM', 'a': 'E', 'A': 'EEEE',
        'f': '[SSSSSS][SSS]', 'z': '[XXX][XX][X]', 'Z': 'VV', '%': '%'
    } %}
    {% set ns = namespace(pattern='', escaped=false) %}
    {% for letter in format | replace('%T', '%H:%M:%S') %}
        {% if ns.escaped %}
            {% if letter not in letters %}
                {{ exceptions.raise_compiler_error(
                    "The date format '" ~ format ~ "' has %" ~ letter
                    ~ ', which is not read on Spark.'
                ) }}
            {% endif %}
            {% set ns.pattern = ns.pattern ~ letters[letter] %}
            {% set ns.escaped = false %}
        {% elif letter == '%' %}
            {% set ns.escaped = true %}
        {% else %}
            {% set ns.pattern = ns.pattern
                ~ ("'" ~ letter ~ "'" if letter.isalpha() else letter) %}
        {% endif %}
    {% endfor %}
    {{ return(ns.pattern) }}
{% endmacro %}
