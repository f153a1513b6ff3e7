{{ config(store_failures=true) }}
{% set merged_by = relations_of('customer_mapping') | map(attribute='name') | join(', ')
    or 'seeds/segmentation__customer_aliases.csv' %}

-- If the id that replaces an alias is an alias itself, the build would not merge all
-- orders of the customer.
select
    first_aliases.customer_id,
    first_aliases.same_as,
    concat(
        '{{ merged_by }} merges customer ''',
        first_aliases.customer_id,
        ''' into ''',
        first_aliases.same_as,
        ''', which is an alias too. Merge both into the same customer.'
    ) as message
from {{ ref('segmentation__customers_merged') }} as first_aliases
inner join {{ ref('segmentation__customers_merged') }} as next_aliases
    on first_aliases.same_as = next_aliases.customer_id
