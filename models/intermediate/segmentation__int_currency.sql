with

order_lines_judged as (
    select * from {{ ref('segmentation__order_lines_judged') }}
),

order_source as (
    select * from {{ ref('segmentation__order_source') }}
),

currency_of_lines as (
    -- The test currencies_are_one stops a build with several currencies.
    select max(currency) as currency
    from order_lines_judged
    where verdict = 'accepted'
),

currency_chosen as (
    select
        order_source.source_name,
        coalesce(
            nullif({{ quoted(var('currency')) }}, ''),
            currency_of_lines.currency,
            nullif(order_source.currency, '')
        ) as currency
    from currency_of_lines
    cross join order_source
)

select * from currency_chosen
