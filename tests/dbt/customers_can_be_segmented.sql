{{ config(store_failures=true) }}

-- Stops before training, in a sentence, where there is nothing to train on: an error
-- raised inside the Python model would come with its stack trace. Before anything was
-- read, as with --empty, there need be nobody.
{% set wanted = [var('n_segments') | int, 1] | max %}
{% set fewer = 'n_segments a smaller number, or ' if wanted > 1 else '' %}

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
                then 'No customer has a counted order: there is nobody to segment.'
            else concat(
                'Only ',
                {{ format_number('customers') }},
                case when customers = 1 then ' customer has' else ' customers have' end,
                ' a counted order, too few for {{ '{:,}'.format(wanted) }} segments.'
            )
        end,
        ' Give {{ fewer }}orders of more customers; ',
        'intermediate.int_statuses_mapped says which statuses count.'
    ) as message
from customers_counted
where customers < {{ wanted }}
