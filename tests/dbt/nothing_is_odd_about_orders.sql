{{ config(severity='warn', store_failures=true) }}

-- Warns of findings about orders, statuses and customers.
select *
from {{ ref('segmentation__int_order_findings') }}
