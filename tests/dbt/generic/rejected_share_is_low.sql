{#
    Warns above `reject_warn_ratio` and stops above `reject_error_ratio`. The message
    names the most frequent reason and the relation `rejects`. Without accepted lines it
    stops, unless `may_be_none` is true. If no line was read, the test passes. The share
    ignores duplicate, superseded and excluded lines.
#}
{% test rejected_share_is_low(model, rejects, may_be_none=false) %}
{{ config(
    store_failures=true,
    fail_calc='coalesce(max(severity), 0)',
    warn_if='>= 1',
    error_if='>= 2'
) }}
{% set warn_ratio = var('reject_warn_ratio') | float %}
{% set error_ratio = var('reject_error_ratio') | float %}
{% set share_of_none = 0 if may_be_none else 1 %}
{% set unchanged = 'Nothing after staging was changed.' %}

with

-- The only step that reads all lines.
lines_counted as (
    select
        verdict,
        case when verdict = 'rejected' then reasons end as rejected_for,
        count(*) as lines
    from {{ model }}
    group by verdict, rejected_for
),

verdicts_counted as (
    select
        coalesce(sum(lines), 0) as all_lines,
        coalesce(sum(lines) filter (where verdict = 'rejected'), 0) as rejected_lines,
        coalesce(sum(lines) filter (where verdict in ('accepted', 'rejected')), 0)
            as judged_lines
    from lines_counted
),

reasons_listed as (
    select
        {{ unnest_list('rejected_for') }} as reason,
        lines
    from lines_counted
    where verdict = 'rejected'
),

first_reason as (
    select reason
    from reasons_listed
    group by reason
    order by sum(lines) desc, reason
    limit 1
),

share_measured as (
    select
        cast(verdicts_counted.all_lines as bigint) as all_lines,
        cast(verdicts_counted.rejected_lines as bigint) as rejected_lines,
        cast(verdicts_counted.judged_lines as bigint) as judged_lines,
        first_reason.reason as first_reason,
        case
            when verdicts_counted.all_lines = 0 then cast(0 as double)
            when verdicts_counted.judged_lines = 0
                then cast({{ share_of_none }} as double)
            else
                cast(verdicts_counted.rejected_lines as double)
                / cast(verdicts_counted.judged_lines as double)
        end as rejected_share
    from verdicts_counted
    left join first_reason
        on true
),

-- 1 warns, 2 stops the build.
severity_decided as (
    select
        *,
        case
            when rejected_share > {{ error_ratio }} or rejected_share = 1 then 2
            else 1
        end as severity
    from share_measured
    where rejected_share > {{ [warn_ratio, error_ratio] | min }}
)

select
    severity,
    rejected_lines,
    judged_lines,
    rejected_share,
    first_reason,
    case
        when judged_lines = 0
            then concat(
                'All ',
                {{ format_number('all_lines') }},
                ' lines are excluded by ',
                'seeds/segmentation__excluded_customers.csv or the source block. ',
                '{{ unchanged }}'
            )
        else concat(
            {{ format_number('rejected_lines') }},
            ' of ',
            {{ format_number('judged_lines') }},
            ' lines were rejected (',
            cast(
                cast(floor(rejected_share * 1000 + 0.5) / 10 as decimal(4, 1)) as string
            ),
            ' %), most often as ',
            first_reason,
            '. See staging.{{ rejects }}.',
            case
                when severity = 2 then concat(
                    ' The limit is reject_error_ratio = {{ error_ratio }}. ',
                    '{{ unchanged }}'
                )
                else ''
            end
        )
    end as message
from severity_decided
{% endtest %}
