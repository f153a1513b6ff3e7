{{ config(severity='warn') }}

-- One mistyped year would move as_of_date for everybody: lines more than 180
-- days after the day that 99.9 % of the lines lie before.
select
    lines.source_file,
    lines.line_number,
    lines.ordered_at
from {{ ref('order_lines_judged') }} as lines
cross join (
    select quantile_disc(ordered_at, 0.999) as ordered_at
    from {{ ref('order_lines_judged') }}
    where verdict = 'accepted'
) as rest
where
    lines.verdict = 'accepted'
    and lines.ordered_at > rest.ordered_at + interval 180 day
