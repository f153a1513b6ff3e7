{{ config(
    materialized=incremental_or_table(),
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ complete_columns() }}",
        "{{ require_complete_input(
            months_to_keep(), 'segmentation__int_months_to_build'
        ) }}",
        "{{ delete_stale_rows(
            '(month, content_hash) not in (' ~ months_to_keep() ~ ')',
            ['month', 'content_hash']
        ) }}"
    ]
) }}

-- depends_on: {{ ref('segmentation__int_month_hashes') }}
-- The totals of a date are the sums of all changes up to that date. They are the same
-- for all month ends until the next change, so the model does not read each order once
-- per month end.
with

int_customer_total_changes as (
    select * from {{ ref('segmentation__int_customer_total_changes') }}
),

int_months_to_build as (
    select * from {{ ref('segmentation__int_months_to_build') }}
),

totals_accumulated as (
    select
        customer_id,
        as_of_date as known_from,
        lead(as_of_date) over so_far as known_until,
        {{ accumulate_totals() }}
    from int_customer_total_changes
    window so_far as (partition by customer_id order by as_of_date)
),

features_derived as (
    select
        dates.month,
        {{ derive_features() }},
        dates.content_hash
    from totals_accumulated
    inner join int_months_to_build as dates
        on
            known_from <= dates.as_of_date
            and coalesce(known_until > dates.as_of_date, true)
)

select * from features_derived
