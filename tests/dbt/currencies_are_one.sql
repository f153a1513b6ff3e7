{{ config(store_failures=true) }}

-- Stops a build before it adds up amounts of several currencies. One row per currency,
-- each with the same message.
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
        '. Convert them to one, or build one warehouse for each. ',
        'Nothing after staging was changed.'
    ) as message
from currencies_counted as counted
cross join currencies_joined as joined
