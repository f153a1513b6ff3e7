-- One row per feature that the report shows: amounts and counts, then days, then rates.
select
    feature,
    label,
    unit
from warehouse.features.feature_catalogue
where label is not null
order by unit = 'rate', unit = 'days', rowid
