{#
    Warns above `reject_warn_ratio` and stops above `reject_error_ratio`. A file rarely
    corrects its own lines. So if many ids repeat within one file, the id probably does
    not identify a line. `lines` is the relation of all lines.
#}
{% test superseded_share_is_low(model, lines) %}
{{ config(
    store_failures=true,
    fail_calc='coalesce(max(severity), 0)',
    warn_if='>= 1',
    error_if='>= 2'
) }}
{% set warn_ratio = var('reject_warn_ratio') | float %}
{% set error_ratio = var('reject_error_ratio') | float %}

with

superseded_counted as (
    select
        cast(count(*) as bigint) as superseded_lines,
        min(source_file) as source_file
    from {{ model }}
    where verdict = 'superseded' and is_of_same_file
),

lines_counted as (
    select cast(count(*) as bigint) as usable_lines
    from {{ lines }}
    where reasons is null
),

share_measured as (
    select
        superseded_counted.*,
        lines_counted.usable_lines,
        {{ ratio('superseded_counted.superseded_lines', 'lines_counted.usable_lines') }}
            as superseded_share
    from superseded_counted
    cross join lines_counted
),

-- 1 warns, 2 stops the build.
severity_decided as (
    select
        *,
        case when superseded_share > {{ error_ratio }} then 2 else 1 end as severity
    from share_measured
    where superseded_share > {{ [warn_ratio, error_ratio] | min }}
)

select
    severity,
    superseded_lines,
    usable_lines,
    superseded_share,
    concat(
        {{ format_number('superseded_lines') }},
        ' of ',
        {{ format_number('usable_lines') }},
        ' lines are superseded by a later line of the same file with the same line id, ',
        'first in ',
        source_file,
        '. If that id does not identify lines, remove order_line_id from the source block.',
        case
            when severity = 2 then concat(
                ' The limit is reject_error_ratio = {{ error_ratio }}. ',
                'Nothing after staging was changed.'
            )
            else ''
        end
    ) as message
from severity_decided
{% endtest %}
