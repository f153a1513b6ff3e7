{#
    Hooks of the models that judge lines. What DuckDB could not split into columns, and what
    the door took out of the stream, become rejected lines; every line gets the
    number it has in its file; and the files are remembered, in the transaction that
    wrote the lines, so that the next run reads only what is new.
#}

{# Pre-hook: a run that reads everything begins with no lines. #}
{% macro forget_lines_read_again(opened) %}
    {% if execute and is_incremental() and opened.reads_everything %}
        delete from {{ this }}
    {% endif %}
{% endmacro %}


{# Post-hook. #}
{% macro append_broken_lines(opened) %}
    {{ adapter.dispatch('append_broken_lines')(opened) }}
{% endmacro %}


{# Spark hands on what it cannot split. #}
{% macro spark__append_broken_lines(opened) %}{% endmacro %}


{% macro duckdb__append_broken_lines(opened) %}
    {% if not execute or not opened.files %}{{ return('') }}{% endif %}
    {% do run_query(collect_opened_files(opened)) %}
    {% do run_query(collect_broken_records()) %}
    {% do run_query(collect_displacements()) %}
    {% set displaced = run_query(
        'select (select count(*) from broken_records) + (select count(*) from shifts)'
    ).rows[0][0] %}
    {# To find out that no line moves would take as long as to move one. #}
    {% if displaced %}{% do run_query(number_lines()) %}{% endif %}
    insert into {{ this }} by name
    select
        source_file,
        line_number,
        'rejected' as verdict,
        reasons,
        json_object('bytes', bytes) as raw_values
    from broken_lines;
    {{ refuse_broken_feeds() }};
    {{ refuse_lost_lines() }};
    drop table if exists reject_errors;
    drop table if exists reject_scans;
    drop table opened_files;
    drop table shifts;
    drop table broken_records;
    drop table broken_lines;
{% endmacro %}


{# The files of this run, each with the place DuckDB read it from. #}
{% macro collect_opened_files(opened) %}
    create or replace temp table opened_files as
    select
        files.*,
        case
            {%- for file in opened.files if not file.in_place %}
            when files.source_file = {{ quoted(file.source_file) }}
                then {{ place_of(file, opened.files.index(file) + 1) }}
            {%- endfor %}
            when true then files.source_file
        end as read_place,
        files.lines_before + cast(files.has_header as bigint) as lines_above
    from (
        select unnest(
            from_json(
                json_extract({{ 'events_' if opened.holds == 'events' }}opened, '$.files'),
                '[{
                    "source_file": "VARCHAR", "has_header": "BOOLEAN",
                    "in_place": "BOOLEAN", "lines_before": "BIGINT",
                    "records": "BIGINT", "broken": [["VARCHAR"]],
                    "shifts": [["BIGINT"]]
                }]'
            ), recursive := true
        )
        from {{ ref('order_source') }}
    ) as files
{% endmacro %}


{# Records that DuckDB refused; the first record below the header is 1. #}
{% macro collect_broken_records() %}
    {% set refused = run_query(
        "select count(*) from duckdb_tables() where table_name = 'reject_errors'"
    ).rows[0][0] %}
    create or replace temp table broken_records as
    select
        source_file,
        record,
        bytes,
        reasons,
        row_number() over (partition by source_file order by record) as broken_so_far
    from (
        {%- if refused %}
        select
            files.source_file,
            errors.line
            - cast(files.in_place and files.has_header as bigint) as record,
            max(octet_length(encode(errors.csv_line))) as bytes,
            list_sort(list_distinct(list(
                case errors.error_type
                    when 'TOO MANY COLUMNS' then 'line_has_too_many_columns'
                    when 'MISSING COLUMNS' then 'line_has_too_few_columns'
                    when 'UNQUOTED VALUE' then 'line_has_broken_quotes'
                    when 'INVALID ENCODING' then 'line_has_bad_bytes'
                    when 'LINE SIZE OVER MAXIMUM' then 'line_is_too_long'
                    else 'line_is_broken'
                end
            ))) as reasons
        from reject_errors as errors
        inner join reject_scans as scans
            on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
        inner join opened_files as files
            on scans.file_path = files.read_place
        group by all
        {%- else %}
        select
            cast(null as varchar) as source_file,
            cast(null as bigint) as record,
            cast(null as bigint) as bytes,
            cast(null as varchar[]) as reasons
        where false
        {%- endif %}
    ) as refused
{% endmacro %}


{# Lines that are no record of their own, and the broken lines by their numbers. #}
{% macro collect_displacements() %}
    create or replace temp table shifts as
    select
        source_file,
        shift[1] as first_record,
        shift[2] - cast(has_header as bigint) as lines_added
    from (select source_file, has_header, unnest(shifts) as shift from opened_files);

    create or replace temp table broken_lines as
    select
        broken.source_file,
        files.lines_above + broken.record + coalesce(shifts.lines_added, 0)
            as line_number,
        broken.bytes,
        broken.reasons
    from broken_records as broken
    inner join opened_files as files
        on broken.source_file = files.source_file
    asof left join shifts
        on
            broken.source_file = shifts.source_file
            and broken.record >= shifts.first_record
    union all
    select
        source_file,
        lines_before + cast(broken[1] as bigint),
        cast(broken[2] as bigint),
        [broken[3]]
    from (
        select source_file, lines_before, unnest(broken) as broken from opened_files
    )
{% endmacro %}


{#
    From the number of a record to the line of its file. DuckDB's good records were
    counted in their order: first the refused ones before them are added, then the
    lines that are no record of their own (shifts: blank lines, lines the door took
    out, further lines of a quoted value).
#}
{% macro number_lines() %}
    update {{ this }} as judged
    set line_number = numbered.line_number
    from (
        select
            records.source_file,
            records.provisional_number,
            records.lines_above + records.record + coalesce(shifts.lines_added, 0)
                as line_number
        from (
            select
                lines.source_file,
                lines.line_number as provisional_number,
                files.lines_above,
                lines.line_number - files.lines_above
                + coalesce(broken.broken_so_far, 0) as record
            from {{ this }} as lines
            inner join opened_files as files
                on
                    lines.source_file = files.source_file
                    and lines.line_number > files.lines_before
            asof left join (
                -- Of broken records in a row, the last one has counted them all.
                select
                    source_file,
                    record - broken_so_far as good_before,
                    max(broken_so_far) as broken_so_far
                from broken_records
                group by all
            ) as broken
                on
                    lines.source_file = broken.source_file
                    and lines.line_number - files.lines_above > broken.good_before
            where
                len(files.shifts) > 0
                or files.source_file in (select source_file from broken_records)
        ) as records
        asof left join shifts
            on
                records.source_file = shifts.source_file
                and records.record >= shifts.first_record
    ) as numbered
    where
        judged.source_file = numbered.source_file
        and judged.line_number = numbered.provisional_number
        and numbered.line_number != numbered.provisional_number
{% endmacro %}


{# A pipe that broke looks like the end of a file. #}
{% macro refuse_broken_feeds() %}
    select case when length(failure) > 0 then error(failure) end
    from (select check_feeds('') as failure) as feeds
{% endmacro %}


{# Nothing is lost silently: what the door counted is what now has a verdict. #}
{% macro refuse_lost_lines() %}
    select case
        when counted.lines != files.records + len(files.broken)
            then error(
                counted.lines || ' instead of '
                || (files.records + len(files.broken)) || ' lines of '''
                || files.source_file || ''' were read. This should not happen: '
                || 'please report it with the lines around the first that is '
                || 'missing from {{ this.schema }}.{{ this.identifier }}.'
            )
    end
    from opened_files as files
    left join (
        select lines.source_file, count(*) as lines
        from {{ this }} as lines
        inner join opened_files
            on
                lines.source_file = opened_files.source_file
                and lines.line_number > opened_files.lines_before
        group by lines.source_file
    ) as counted
        on files.source_file = counted.source_file
{% endmacro %}


{# Post-hook: what was read, so that the next run knows what is new. #}
{% macro remember_files(opened, table) %}
    {{ adapter.dispatch('remember_files')(opened, table) }}
{% endmacro %}


{# On Spark, every run reads all files. #}
{% macro spark__remember_files(opened, table) %}{% endmacro %}


{% macro duckdb__remember_files(opened, table) %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set files = this.include(identifier=false) ~ '.' ~ table %}
    create table if not exists {{ files }} (
        source_file varchar, fingerprint varchar, bytes bigint, sha256 varchar,
        lines bigint, can_grow boolean
    );
    {% if opened.reads_everything %}delete from {{ files }};{% endif %}
    {% for file in opened.files %}
    delete from {{ files }} where source_file = {{ quoted(file.source_file) }};
    insert into {{ files }} values (
        {{ quoted(file.source_file) }}, {{ quoted(opened.fingerprint) }},
        {{ file.bytes }}, '{{ file.sha256 }}', {{ file.lines }}, {{ file.can_grow }}
    );
    {% endfor %}
{% endmacro %}
