{#
    Post-hook of order_lines_judged: adds the lines that DuckDB could not split
    into columns, and gives the lines behind them the number they have in the
    file. Their text is not kept: where columns shifted, anything could be in it.
#}
{% macro append_broken_lines() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set broken = run_query(
        "select count(*) from information_schema.tables "
        ~ "where table_name = 'reject_errors'"
    ).rows[0][0] %}
    {% if broken == 0 %}{{ return('select 1') }}{% endif %}
    {% do run_query(renumber_lines_behind_broken_ones()) %}
    insert into {{ this }} by name
    select
        reject_scans.file_path as source_file,
        reject_errors.line as line_number,
        'rejected' as verdict,
        list_sort(list_distinct(list(
            case reject_errors.error_type
                when 'TOO MANY COLUMNS' then 'line_has_too_many_columns'
                when 'MISSING COLUMNS' then 'line_has_too_few_columns'
                when 'UNQUOTED VALUE' then 'line_has_broken_quotes'
                when 'INVALID ENCODING' then 'line_has_bad_bytes'
                when 'LINE SIZE OVER MAXIMUM' then 'line_is_too_long'
                else 'line_is_broken'
            end
        ))) as reasons,
        to_json(struct_pack(bytes := max(
            octet_length(encode(reject_errors.csv_line))
        ))) as raw_values
    from reject_errors
    inner join reject_scans using (scan_id, file_id)
    group by reject_scans.file_path, reject_errors.line;
    drop table reject_errors;
    drop table reject_scans
{% endmacro %}


{% macro renumber_lines_behind_broken_ones() %}
    update {{ this }} as judged
    set line_number = shifted.line_number + shifted.broken_before
    from (
        with broken_lines as (
            select distinct line from reject_errors
        ),
        broken_lines_counted as (
            select
                line - row_number() over (order by line) as good_lines_before,
                row_number() over (order by line) as broken_before
            from broken_lines
        ),
        breaks as (
            select good_lines_before, max(broken_before) as broken_before
            from broken_lines_counted
            group by good_lines_before
        )
        select lines.line_number, breaks.broken_before
        from {{ this }} as lines
        asof join breaks on lines.line_number > breaks.good_lines_before
    ) as shifted
    where judged.line_number = shifted.line_number
{% endmacro %}
