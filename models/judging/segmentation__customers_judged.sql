-- The model compares each customer id with the seeds once, not once per line.
with

order_lines as (
    select * from {{ ref('segmentation__order_lines') }}
),

events as (
    select * from {{ ref('segmentation__events') }}
),

excluded_customers as (
    select * from {{ ref('segmentation__excluded_customers') }}
),

customers_merged as (
    select * from {{ ref('segmentation__customers_merged') }}
),

placeholder_customers as (
    select * from {{ ref('segmentation__placeholder_customers') }}
),

customers_named as (
    select customer_id
    from order_lines
    union
    select customer_id
    from events
),

customers_renamed as (
    select
        customers.customer_id,
        coalesce(aliases.same_as, customers.customer_id) as known_as,
        {{ normalize_word('customers.customer_id', also='/()<>[]{}#*?!:,;=') }} as word
    from customers_named as customers
    left join customers_merged as aliases
        on customers.customer_id = aliases.customer_id
    where customers.customer_id is not null
),

customers_judged as (
    select
        customers.customer_id,
        customers.known_as,
        case
            when left_out.customer_id is not null or left_out_as.customer_id is not null
                then 'customer_left_out'
            -- dbt would load `null` in a seed as NULL.
            when placeholders.word is not null or customers.word in ('', 'null')
                then 'customer_is_a_placeholder'
        end as left_out_for
    from customers_renamed as customers
    left join excluded_customers as left_out
        on customers.customer_id = left_out.customer_id
    left join excluded_customers as left_out_as
        on customers.known_as = left_out_as.customer_id
    left join placeholder_customers as placeholders
        on customers.word = placeholders.word
)

select * from customers_judged
where left_out_for is not null or known_as != customer_id
