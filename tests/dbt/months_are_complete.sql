-- The history has every month, built from its current content.
select
    month,
    content_hash
from {{ ref('segmentation__int_month_hashes') }}
except
select
    month,
    content_hash
from {{ ref('segmentation__customer_features_monthly') }}
