{{ config(store_failures=true) }}
{% set merged_by = relations_of('customer_mapping') | map(attribute='name') | join(', ')
    or 'seeds/segmentation__customer_aliases.csv' %}

-- An alias of an alias would be half merged: the build stops before any line is judged.
select
    first_aliases.customer_id,
    first_aliases.same_as,
    concat(
        '{{ merged_by }} takes customer ''',
        first_aliases.customer_id,
        ''' for ''',
        first_aliases.same_as,
        ''', who is an alias as well: name the customer that both are.'
    ) as message
from {{ ref('segmentation__customers_merged') }} as first_aliases
inner join {{ ref('segmentation__customers_merged') }} as next_aliases
    on first_aliases.same_as = next_aliases.customer_id
