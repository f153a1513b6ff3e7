{{ config(store_failures=true) }}

-- Amounts of different currencies cannot be added up: a build stops before the first
-- sum, with a row for each currency and the same sentence in all of them.
with

currencies_counted as (
    select
        currency,
        count(*) as lines
    from {{ ref('segmentation__order_lines_judged') }}
    where verdict = 'accepted' and currency is not null
    group by currency
),

currencies_joined as (
    select {{ join_texts('currency', ordered_by='lines desc, currency') }} as currencies
    from currencies_counted
    having count(*) > 1
)

select
    counted.currency,
    counted.lines,
    concat(
        'The orders are in several currencies: ',
        joined.currencies,
        '. Convert them to one, or give each its own warehouse; ',
        'nothing behind staging was changed.'
    ) as message
from currencies_counted as counted
cross join currencies_joined as joined
