{{ config(store_failures=true) }}

-- Stops before training if there are too few customers, because an error in the Python
-- model would show a stack trace. With --empty no customer is needed.
{% set wanted = [var('n_segments') | int, 1] | max %}
{% set fewer = 'a smaller n_segments, or ' if wanted > 1 else '' %}

with

customers_counted as (
    select count(*) as customers
    from {{ ref('segmentation__customer_encoder_inputs') }}
    having exists (select source_name from {{ ref('segmentation__order_source') }})
)

select
    customers,
    {{ wanted }} as segments_wanted,
    concat(
        case
            when customers = 0
                then 'No customer has a counted order.'
            else concat(
                'Only ',
                {{ format_number('customers') }},
                case when customers = 1 then ' customer has' else ' customers have' end,
                ' a counted order, too few for {{ '{:,}'.format(wanted) }} segments.'
            )
        end,
        ' Use {{ fewer }}orders of more customers. ',
        'intermediate.int_statuses_mapped shows which statuses count.'
    ) as message
from customers_counted
where customers < {{ wanted }}
