-- One row: the share of the variance along each axis of the map.
with

latent_space as (
    select
        var_pop(pca_x) as x,
        var_pop(pca_y) as y,
        var_pop(latent_1) + var_pop(latent_2) + var_pop(latent_3)
        + var_pop(latent_4) + var_pop(latent_5) + var_pop(latent_6)
        + var_pop(latent_7) + var_pop(latent_8) as total
    from warehouse.segmentation.customer_segments
)

select
    x / nullif(total, 0) as x,
    y / nullif(total, 0) as y
from latent_space
