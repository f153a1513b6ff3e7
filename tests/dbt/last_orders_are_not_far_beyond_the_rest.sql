{{ config(severity='warn') }}

-- One mistyped year would move as_of_date for everybody: lines more than 180
-- days after the day that 99.9 % of the lines lie before.
{% set day = count_days("date '1970-01-01'", 'cast(ordered_at as date)') %}
select
    lines.source_file,
    lines.line_number,
    lines.ordered_at
from (
    select
        source_file,
        line_number,
        ordered_at,
        {{ day }} as day
    from {{ ref('order_lines_judged') }}
    where verdict = 'accepted'
) as lines
cross join (
    select percentile_disc(0.999) within group (order by {{ day }}) as day
    from {{ ref('order_lines_judged') }}
    where verdict = 'accepted'
) as rest
where lines.day > rest.day + 180
