-- The monthly features contain every month, computed from the current input.
select
    month,
    content_hash
from {{ ref('segmentation__int_month_hashes') }}
except
select
    month,
    content_hash
from {{ ref('segmentation__customer_features_monthly') }}
