{{ config(severity='warn', store_failures=true) }}

-- Warns of findings about lines. superseded_share_is_low covers repeats within a file.
select *
from {{ ref('segmentation__order_line_findings') }}
where finding != 'superseded_in_the_same_file'
