{% set weeks = '/ cast(7 as double)' -%}
{# The HORIZONS of ml/purchases/purchase_model.py; a test compares the two lists. -#}
{% set horizons = [30, 90, 180, 365] -%}

with

int_purchase_days_counted as (
    select * from {{ ref('segmentation__int_purchase_days_counted') }}
),

purchase_expectations as (
    select * from {{ ref('segmentation__purchase_expectations') }}
),

purchase_model as (
    select * from {{ ref('segmentation__purchase_model') }}
),

customers_with_model as (
    select
        {% for days in horizons -%}
        expectations.expected_orders_{{ days }}d_if_alive,
        {% endfor -%}
        expectations.expected_orders_lifetime_if_alive,
        customers.*,
        model.*,
        customers.repeat_days + model.leaves_after_first as chances_to_leave
    from int_purchase_days_counted as customers
    cross join purchase_model as model
    left join purchase_expectations as expectations
        on
            customers.repeat_days = expectations.repeat_days
            and customers.age_days = expectations.age_days
),

-- The parameters of purchases may be NULL, or those of either variant of spend. Then
-- only the columns that need them are NULL.
chances_and_amounts_expected as (
    select
        {% for days in horizons -%}
        expected_orders_{{ days }}d_if_alive,
        -- In BG/NBD and MBG/NBD, customers leave only right after a purchase, so the
        -- time until the next purchase depends only on the rate of purchases.
        power(
            (alpha + age_days {{ weeks }})
            / (alpha + (age_days + {{ days }}) {{ weeks }}),
            r + repeat_days
        ) as probability_of_none_{{ days }}d_if_alive,
        {% endfor -%}
        expected_orders_lifetime_if_alive,
        customer_id,
        -- The fraction is the odds of having left (Fader, Hardie & Lee 2005). The odds
        -- are 0 for a customer who had no chance to leave.
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
        -- Gamma-Gamma: a weighted mean of the customer's and the overall mean.
        p * (v + greatest(cast(repeat_sales_amount as double), 0))
        / (p * repeat_days + q - 1) as expected_order_amount,
        all_days_p * (all_days_v + greatest(cast(sales_amount as double), 0))
        / (all_days_p * (repeat_days + 1) + all_days_q - 1)
            as expected_order_amount_of_all_days
    from customers_with_model
),

customer_expectations as (
    select
        {% for days in horizons -%}
        1 - probability_alive * (1 - probability_of_none_{{ days }}d_if_alive)
            as churn_probability_{{ days }}d,
        probability_alive * expected_orders_{{ days }}d_if_alive
            as expected_orders_{{ days }}d,
        {% endfor -%}
        probability_alive * expected_orders_lifetime_if_alive
            as expected_orders_lifetime,
        customer_id,
        probability_alive,
        expected_order_amount,
        expected_order_amount_of_all_days,
        expected_orders_90d * expected_order_amount as expected_revenue_90d,
        expected_orders_365d * expected_order_amount as expected_value_365d
    from chances_and_amounts_expected
)

select * from customer_expectations
