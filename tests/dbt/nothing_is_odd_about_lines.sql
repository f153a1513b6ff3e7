{{ config(severity='warn', store_failures=true) }}

-- What may be wrong with lines, in a sentence each. Of what repeats within a file
-- superseded_share_is_low tells.
select *
from {{ ref('segmentation__order_line_findings') }}
where finding != 'superseded_in_the_same_file'
