-- Every month that the panel is asked for, made of what it is to be made of.
select
    month,
    content_hash
from {{ ref('segmentation__int_month_hashes') }}
except
select
    month,
    content_hash
from {{ ref('segmentation__customer_features_monthly') }}
