{{ config(store_failures=true) }}

-- An alias of an alias would be half merged: the build stops before any line is judged.
select
    first_aliases.customer_id,
    first_aliases.same_as,
    concat(
        'seeds/segmentation__customer_aliases.csv takes customer ''',
        first_aliases.customer_id,
        ''' for ''',
        first_aliases.same_as,
        ''', who is an alias as well: name the customer that both are.'
    ) as message
from {{ ref('segmentation__customer_aliases') }} as first_aliases
inner join {{ ref('segmentation__customer_aliases') }} as next_aliases
    on first_aliases.same_as = next_aliases.customer_id
