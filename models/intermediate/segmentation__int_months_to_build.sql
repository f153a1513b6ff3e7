{% set held = last_build('customer_features_monthly') %}

with

int_month_hashes as (
    select * from {{ ref('segmentation__int_month_hashes') }}
),

months_held as (
    select distinct
        month,
        content_hash
    {%- if held is none %}
    from int_month_hashes
    where false
    {%- else %}
    from {{ held }}
    {%- endif %}
),

months_to_build as (
    select contents.*
    from int_month_hashes as contents
    left join months_held as held
        on
            contents.month = held.month
            and contents.content_hash = held.content_hash
    where held.month is null
)

select * from months_to_build
