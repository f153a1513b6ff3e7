{#
    Text to wall clock time, NULL where no format fits. A format with an offset
    (`%z`, `%Z`) gives an instant, which is turned into the source's own time zone.
#}
{% macro parse_timestamp(column, formats, time_zone) -%}
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
