-- Running sums over the dates on which something was added, each carried forward to
-- the month ends until the next: no order is looked at once per month.
with

int_facts_added as (
    select * from {{ ref('int_facts_added') }}
),

int_as_of_dates as (
    select * from {{ ref('int_as_of_dates') }} where is_month_end
),

facts_accumulated as (
    select
        customer_id,
        as_of_date as known_from,
        lead(as_of_date) over so_far as known_until,
        {{ accumulate_facts() }}
    from int_facts_added
    window so_far as (partition by customer_id order by as_of_date)
),

features_derived as (
    select
        cast(dates.as_of_date - interval 1 month as date) as month,
        {{ derive_features() }}
    from facts_accumulated
    inner join int_as_of_dates as dates
        on
            known_from <= dates.as_of_date
            and coalesce(known_until > dates.as_of_date, true)
)

select * from features_derived
