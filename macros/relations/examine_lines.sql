{# SQL that order_lines and events share if they read relations instead of files. #}

{% macro parse_timestamps(pattern) -%}
    case
        when regexp_matches(
            columns('{{ pattern }}'),
            ':[0-9.]* ?(?i:z|utc|[+-][0-9]{2}(:?[0-9]{2})?)$'
        )
            then try_cast(columns('{{ pattern }}') as timestamptz)
                at time zone {{ quoted(var('orders_time_zone')) }}
        else try_cast(columns('{{ pattern }}') as timestamp)
    end as '\1'
{%- endmacro %}


{% macro list_reasons(checks) -%}
    list_filter([
        {%- for name, is_needed, least, beyond in checks %}
        case
            when {{ name }} is null and lower(text_{{ name }}) not in (
                'null', '\n', 'nan', 'nat', 'none', 'n/a', 'na', '-', '--'
            ) then '{{ name }}_unreadable'
            when {{ is_needed }} and {{ name }} is null then '{{ name }}_missing'
            when {{ name }} < {{ least }} or {{ name }} >= {{ beyond }}
                then '{{ name }}_out_of_range'
        end{{ ',' if not loop.last }}
        {%- endfor %}
    ], lambda code: code is not null)
{%- endmacro %}


{% macro columns_of_verdict(columns, relations) -%}
    {%- set known = relations | map(attribute='columns') | sum(start=[]) %}
        source_file,
        line_number,
        case
            when contains(customer_id, '@') then {{ raise_error("concat(
                'The customers of ', source_file, ' have e-mail addresses as ids, and ',
                'these are not stored. Use sha256(lower(trim(...))) as customer_id.'
            )") }}
            else customer_id
        end as customer_id,
        cast(null as bigint) as row_version,
        case when len(reasons_found) > 0 then reasons_found end as reasons,
        case when len(reasons_found) > 0 then cast(to_json({
            {%- for name in columns if name in known %}
            {{ name }}: raw_{{ name }}{{ ',' if not loop.last }}
            {%- else %} nothing: null {%- endfor %}
        }) as varchar) end as raw_values
{%- endmacro %}
