with

int_facts_known as (
    select * from {{ ref('segmentation__int_facts_known') }}
),

int_as_of_dates as (
    select * from {{ ref('segmentation__int_as_of_dates') }} where is_current
),

features_derived as (
    select
        {{ derive_features() }}
    from int_facts_known
    cross join int_as_of_dates as dates
)

select * from features_derived
