with

int_orders_assembled as (
    select * from {{ ref('int_orders_assembled') }}
),

as_of_dates as (
    select
        {% if var('as_of_date') %}
        cast({{ quoted(var('as_of_date') | string) }} as date) as as_of_date,
        {% else %}
        cast(max(ordered_at) as date) + 1 as as_of_date,
        {% endif %}
        true as is_current
    from int_orders_assembled
)

select * from as_of_dates
