{% set weeks = '/ 7.0' %}

with

int_purchase_days_counted as (
    select * from {{ ref('int_purchase_days_counted') }}
),

purchase_expectations as (
    select * from {{ ref('purchase_expectations') }}
),

purchase_model as (
    select * from {{ ref('purchase_model') }}
),

customers_with_model as (
    select
        customers.*,
        expectations.expected_orders_90d,
        expectations.expected_orders_365d,
        model.*,
        customers.repeat_days + model.leaves_after_first as chances_to_leave
    from int_purchase_days_counted as customers
    cross join purchase_model as model
    left join purchase_expectations as expectations
        on
            customers.repeat_days = expectations.repeat_days
            and customers.last_repeat_days = expectations.last_repeat_days
            and customers.age_days = expectations.age_days
),

chances_computed as (
    select
        *,
        -- Fader, Hardie & Lee 2005: the odds of having left, which nobody without a
        -- chance to leave has.
        case
            when r is null then null
            when chances_to_leave = 0 then 1.0
            else 1 / (
                1 + a / (b + chances_to_leave - 1) * power(
                    (alpha + age_days {{ weeks }})
                    / (alpha + last_repeat_days {{ weeks }}),
                    r + repeat_days
                )
            )
        end as probability_alive,
        -- Who is still there leaves only after a purchase: until the next one the rate
        -- is all that counts.
        power(
            (alpha + age_days {{ weeks }}) / (alpha + (age_days + 90) {{ weeks }}),
            r + repeat_days
        ) as probability_to_wait_90d,
        -- Gamma-Gamma: between what the customer spends and what all do.
        p * (v + greatest(cast(repeat_sales_amount as double), 0))
        / (p * repeat_days + q - 1) as expected_order_amount
    from customers_with_model
),

customer_expectations as (
    select
        customer_id,
        probability_alive,
        1 - probability_alive * (1 - probability_to_wait_90d) as churn_probability_90d,
        expected_orders_90d,
        expected_orders_365d,
        expected_order_amount,
        expected_orders_90d * expected_order_amount as expected_revenue_90d,
        expected_orders_365d * expected_order_amount as expected_value_365d
    from chances_computed
)

select * from customer_expectations
