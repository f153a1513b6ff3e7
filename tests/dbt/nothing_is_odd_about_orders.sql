{{ config(severity='warn', store_failures=true) }}

-- What may be wrong with orders, statuses and customers, in a sentence each.
select *
from {{ ref('segmentation__int_order_findings') }}
