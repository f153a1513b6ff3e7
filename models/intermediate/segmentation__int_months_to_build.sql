{% set held = last_build('customer_features_monthly') %}

with

int_month_contents as (
    select * from {{ ref('segmentation__int_month_contents') }}
),

months_held as (
    select distinct
        month,
        content_hash
    {%- if held is none %}
    from int_month_contents
    where false
    {%- else %}
    from {{ held }}
    {%- endif %}
),

months_to_build as (
    select contents.*
    from int_month_contents as contents
    left join months_held as held
        on
            contents.month = held.month
            and contents.content_hash = held.content_hash
    where held.month is null
)

select * from months_to_build
