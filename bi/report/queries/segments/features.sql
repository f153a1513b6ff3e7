-- One row per feature that the report shows, in the order of the declarations.
select
    feature,
    label,
    unit
from warehouse.features.feature_catalogue
where label is not null
