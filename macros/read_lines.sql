{#
    The lines of the opened files, mapped columns only and all of them as text: one
    row per line that could be split into columns. `line_reason` says what is wrong
    with a line as a whole. Line numbers are provisional (see number_lines).
#}
{% macro read_lines(opened) %}
    {{- adapter.dispatch('read_lines')(opened) }}
{% endmacro %}


{# The door has made it a view (ingest/spark/). #}
{% macro spark__read_lines(opened) %}
    {%- if opened.files %}
    select * from opened_{{ opened.holds }}
    {%- else %}
    {{ no_lines(opened) }}
    {%- endif %}
{% endmacro %}


{% macro duckdb__read_lines(opened) %}
    {%- for file in opened.files %}
    {{ 'union all' if not loop.first }}
    {%- if file.format == 'csv' %}
    {{ read_csv_lines(opened, file, loop.index) }}
    {%- elif file.format == 'blanks' %}
    {{ read_lines_with_blanks(opened, file, loop.index) }}
    {%- elif file.format == 'json' %}
    {{ read_json_lines(opened, file, loop.index) }}
    {%- else %}
    {{ read_parquet_lines(opened, file) }}
    {%- endif %}
    {%- else %}
    {{ no_lines(opened) }}
    {%- endfor %}
{% endmacro %}


{% macro no_lines(opened) %}
    select
        cast(null as string) as source_file,
        cast(null as bigint) as line_number,
        cast(null as string) as line_reason,
        {%- for column in canonical_columns(opened) %}
        cast(null as string) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
{% endmacro %}


{# DuckDB splits the lines; those it cannot split are taken by append_broken_lines. #}
{% macro read_csv_lines(opened, file, number) %}
    select
        {{ quoted(file.source_file) }} as source_file,
        row_number() over () + {{ lines_before(file) }} as line_number,
        case
            {%- for column, name in file.headers.items() %}
            {{ 'when' if loop.first else 'and' }}
                c{{ file.columns[column] }} = {{ quoted(name) }}
            {%- else %}
            when false
            {%- endfor %}
                then 'line_repeats_the_header'
        end as line_reason,
        {%- for column in canonical_columns(opened) %}
        {% if column in file.columns -%}
        c{{ file.columns[column] }}
        {%- else -%}
        cast(null as varchar)
        {%- endif %} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from read_csv(
        {{ place_of(file, number) }},
        auto_detect = false,
        header = {{ file.has_header and file.in_place }},
        delim = {{ quoted(file.delimiter) }},
        quote = '{{ '"' if file.has_quotes }}',
        escape = '{{ '"' if file.has_quotes }}',
        {{ reading_options(file) }},
        columns = {
            {%- for place in range(file.width) %}
            'c{{ place }}': 'varchar'{{ ',' if not loop.last }}
            {%- endfor %}
        }
    )
{% endmacro %}


{# Columns stand apart by runs of blanks, which DuckDB does not split at. #}
{% macro read_lines_with_blanks(opened, file, number) %}
    select
        {{ quoted(file.source_file) }} as source_file,
        line_number,
        case
            when len(parts) > {{ file.width }} then 'line_has_too_many_columns'
            when len(parts) < {{ file.width }} then 'line_has_too_few_columns'
        end as line_reason,
        {%- for column in canonical_columns(opened) %}
        {% if column in file.columns -%}
        case when len(parts) = {{ file.width }}
            then parts[{{ file.columns[column] + 1 }}] end
        {%- else -%}
        cast(null as varchar)
        {%- endif %} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            row_number() over () + {{ lines_before(file) }} as line_number,
            string_split_regex(trim(line), '\s+') as parts
        from {{ whole_lines(file, number) }}
    ) as lines_split
{% endmacro %}


{# One object a line. Names are matched once per file, values become text. #}
{% macro read_json_lines(opened, file, number) %}
    {% set shape %}{
        {%- for name in file.columns.values() -%}
        {{ tojson(name) }}: "VARCHAR"{{ ', ' if not loop.last }}
        {%- endfor -%}
    }{% endset %}
    select
        {{ quoted(file.source_file) }} as source_file,
        line_number,
        case when object is null then 'line_is_no_json_object' end as line_reason,
        {%- for column in canonical_columns(opened) %}
        {% if column in file.columns -%}
        object[{{ quoted(file.columns[column]) }}]
        {%- else -%}
        cast(null as varchar)
        {%- endif %} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            row_number() over () + {{ lines_before(file) }} as line_number,
            case
                when json_valid(line) and json_type(line) = 'OBJECT'
                    then json_transform(line, {{ quoted(shape) }})
            end as object
        from {{ whole_lines(file, number) }}
    ) as lines_parsed
{% endmacro %}


{# A Parquet file has no header and knows its row numbers. #}
{% macro read_parquet_lines(opened, file) %}
    select
        {{ quoted(file.source_file) }} as source_file,
        file_row_number + 1 as line_number,
        cast(null as varchar) as line_reason,
        {%- for column in canonical_columns(opened) %}
        cast({% if column in file.columns -%}
        {{ adapter.quote(file.columns[column]) }}
        {%- else -%}
        null
        {%- endif %} as varchar) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from read_parquet({{ literal_path(file) }}, file_row_number = true)
{% endmacro %}


{# Each line as one text: a character that no text holds separates nothing. #}
{% macro whole_lines(file, number) %}read_csv(
            {{ place_of(file, number) }},
            auto_detect = false,
            header = {{ file.has_header and file.in_place }},
            delim = '\x01',
            quote = '',
            escape = '',
            {{ reading_options(file) }},
            columns = {'line': 'varchar'}
        ){% endmacro %}


{# Where DuckDB reads a file: in place, or what the door feeds (feed_files). #}
{% macro place_of(file, number) -%}
    {%- if file.in_place -%}
    {{ literal_path(file) }}
    {%- else -%}
    getvariable('fed_file_{{ number }}')
    {%- endif -%}
{%- endmacro %}


{# A path that means just this file: DuckDB takes paths for patterns. #}
{% macro literal_path(file) -%}
    {{ quoted(file.source_file | replace('[', '[[]') | replace('*', '[*]')
        | replace('?', '[?]')) }}
{%- endmacro %}


{#
    Where DuckDB begins in the middle of a file, it guesses whether it is within
    quotes, and loses or invents records where it guesses wrong: files with quotes
    are read from their beginning.
#}
{% macro reading_options(file) -%}
    parallel = {{ not file.has_quotes }},
    compression = '{{ file.compression if file.in_place and file.compression
        else 'none' }}',
    store_rejects = true,
    rejects_limit = 0
{%- endmacro %}


{# Lines of a file above its first record of this run. #}
{% macro lines_before(file) -%}
    {{ file.lines_before + (1 if file.has_header else 0) }}
{%- endmacro %}


{# Pre-hook: starts to feed the files that DuckDB cannot read in place. #}
{% macro feed_files(opened) %}
    {{ adapter.dispatch('feed_files')(opened) }}
{% endmacro %}


{% macro spark__feed_files(opened) %}{% endmacro %}


{% macro duckdb__feed_files(opened) %}
    {% for file in opened.files %}
    {% if not file.in_place %}
    set variable fed_file_{{ loop.index }} = feed_file({{ quoted(tojson(file)) }});
    {% endif %}
    {% endfor %}
{% endmacro %}


{# The columns that lines may have, in their order. #}
{% macro canonical_columns(opened) %}
    {% if opened.holds == 'events' %}
        {{ return(['customer_id', 'signal', 'occurred_at', 'value']) }}
    {% endif %}
    {{ return([
        'order_line_id', 'order_id', 'customer_id', 'ordered_at', 'shipped_at',
        'shipping_mode', 'order_status', 'payment_type', 'customer_type',
        'market', 'category', 'product', 'quantity', 'unit_price',
        'discount_rate', 'sales_amount', 'profit_amount', 'currency'
    ]) }}
{% endmacro %}
