-- One row per feature of the report: amounts and counts, then days, then rates.
select *
from shown_features
order by unit = 'rate', unit = 'days', rowid
