{{ config(store_failures=true) }}

-- No profit is worth more than undiscounted, or less than if all came at the end. If the
-- discount rate is 0, both bounds are equal. If the lifetime is one year too, they are
-- expected_profit_365d. A value is unknown only if both bounds are. One row per customer.
{% set bounds = [
    'later_profit + expected_profit_365d',
    discount('later_profit + expected_profit_365d', 365 * var('lifetime_years') | int)
] -%}

with

customer_values as (
    select
        *,
        later_revenue * expected_margin_rate as later_profit,
        0.000001 * (1 + abs(residual_lifetime_value)) as tolerance
    from {{ ref('segmentation__customer_values') }}
)

select
    customer_id,
    concat(
        'A residual value of ', residual_lifetime_value, ' does not fit profits of ',
        expected_profit_365d, ' and ', later_profit, '.'
    ) as message
from customer_values
where
    (residual_lifetime_value is null)
    is distinct from (later_profit + expected_profit_365d is null)
    or residual_lifetime_value < least({{ bounds | join(', ') }}) - tolerance
    or residual_lifetime_value > greatest({{ bounds | join(', ') }}) + tolerance
