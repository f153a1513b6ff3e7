-- A twentieth of the customers with a quarter of the revenue is worth five times the
-- average. If it takes more customers, none of them stands out.
{% set held, few = 0.25, 0.05 %}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }} where order_count > 0
),

all_customers as (
    select
        count(*) as customers,
        sum(clv_amount) filter (where clv_amount > 0) as revenue_amount
    from customer_features
),

-- Customers who are worth the same are in one row: all or none are key accounts.
amounts_from_the_largest as (
    select
        clv_amount,
        sum(sum(clv_amount)) over (order by clv_amount desc) as revenue_so_far,
        sum(count(*)) over (order by clv_amount desc) as customers_so_far
    from customer_features
    where clv_amount > 0
    group by clv_amount
),

smallest_that_hold_enough as (
    select
        max(amounts.clv_amount) as least_clv_amount,
        min(amounts.customers_so_far) as key_accounts
    from amounts_from_the_largest as amounts
    inner join all_customers
        on amounts.revenue_so_far >= {{ held }} * all_customers.revenue_amount
),

key_accounts as (
    select
        features.customer_id,
        features.clv_amount
    from customer_features as features
    inner join smallest_that_hold_enough as smallest
        on features.clv_amount >= smallest.least_clv_amount
    inner join all_customers
        on smallest.key_accounts <= greatest(1, {{ few }} * all_customers.customers)
)

select * from key_accounts
