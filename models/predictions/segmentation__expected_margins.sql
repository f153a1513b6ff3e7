{% set given = var('expected_margin_rate') -%}
{% set given_or_null = given if given is number else 'null' -%}
{# PRIOR_ORDERS of ml/customers: an average of n orders counts n / (n + 3). -#}
{% set prior_orders = 3 -%}

with

customer_features as (
    select * from {{ ref('segmentation__customer_features') }}
),

-- Customers without a known profit would lower the rate of all.
all_customers_summed as (
    select
        sum(profit_amount) as profit_amount,
        sum(clv_amount) as sales_amount
    from customer_features
    where profit_amount is not null
),

overall_margins as (
    select
        case when sales_amount > 0 then {{ ratio('profit_amount', 'sales_amount') }} end
            as margin_rate
    from all_customers_summed
),

expected_margins as (
    select
        features.customer_id,
        coalesce(
            cast({{ given_or_null }} as double),
            case
                when features.clv_amount > 0 and features.profit_amount is not null
                    then (
                        features.order_count
                        -- Returns may leave hardly any net sales to divide by.
                        * greatest(-1, least(1, {{ ratio(
                            'features.profit_amount', 'features.clv_amount'
                        ) }}))
                        + {{ prior_orders }} * overall.margin_rate
                    ) / (features.order_count + {{ prior_orders }})
                else overall.margin_rate
            end
        ) as expected_margin_rate
    from customer_features as features
    cross join overall_margins as overall
)

select * from expected_margins
