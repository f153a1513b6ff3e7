with

int_facts_added as (
    select * from {{ ref('int_facts_added') }}
),

int_as_of_dates as (
    select * from {{ ref('int_as_of_dates') }} where is_current
),

facts_accumulated as (
    select
        customer_id,
        {{ accumulate_facts() }}
    from int_facts_added
    group by customer_id
),

features_derived as (
    select
        {{ derive_features() }}
    from facts_accumulated
    cross join int_as_of_dates as dates
)

select * from features_derived
